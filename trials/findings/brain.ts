import type { Finding } from "../trial.ts";

const file = (lines: string) => `dist/index.js:${lines}`;
type Characters = "RNN" | "LSTM" | "GRU";
const ofCharacters: readonly Characters[] = ["RNN", "LSTM", "GRU"];

const assigned =
  "What goes back to a matrix is assigned to its gradient instead of being added (product.deltas to left.deltas and right.deltas).";

/**
 * The slope of the loss, -Σ log p in nats, along one number, and the gradient that goes back to it. The loss is what training
 * reports, 2^(Σ -log2 p / (n - 1)) / 100, in float32.
 */
const characters = (
  kind: Characters,
  sequence: string,
  matrix: string,
  index: number,
) => `import brain from "brain.js";
const sequence = ${sequence};
function at(shift) {
  const net = new brain.recurrent.${kind}({ inputSize: 2, inputRange: 3, outputSize: 3, hiddenLayers: [2] });
  net.initialize();
  for (const [m, { weights }] of net.model.allMatrices.entries())
    for (const i of weights.keys()) weights[i] = Math.abs(Math.sin(3 * m + i + 1));
  const matrix = net.model.${matrix};
  matrix.weights[${index}] += shift;
  const loss = (sequence.length - 1) * Math.log(100 * net.trainInput(sequence));
  net.backpropagate(sequence);
  return { loss, gradient: matrix.deltas[${index}] };
}
const slope = (at(1e-2).loss - at(-1e-2).loss) / 2e-2;
console.log("gradient / slope =", (at(0).gradient / slope).toFixed(2));`;

/** The same of ½ Σ (y - next)² for a net that goes along vectors. */
const vectors = (kind: string, sequence: string, matrix: string) => `import brain from "brain.js";
const sequence = ${sequence}.map((x) => Float32Array.of(x));
function at(shift) {
  const net = new brain.recurrent.${kind}({ inputSize: 1, outputSize: 1, hiddenLayers: [2] });
  net.initialize();
  for (const [m, { weights }] of net.model.allMatrices.entries())
    for (const i of weights.keys()) weights[i] = Math.sin(3 * m + i + 1);
  const matrix = net.model.${matrix};
  matrix.weights[0] += shift;
  net.trainArrayOfArray(sequence);
  const outputs = net.model.equations.map(({ states }) => states[states.length - 1].product.weights[0]);
  const loss = sequence.slice(1).reduce((sum, [next], t) => sum + (outputs[t] - next) ** 2 / 2, 0);
  net.backpropagate();
  return { loss, gradient: matrix.deltas[0] };
}
const slope = (at(1e-2).loss - at(-1e-2).loss) / 2e-2;
console.log("gradient / slope =", (at(0).gradient / slope).toFixed(2));`;
const isSlope = "gradient / slope = 1.00";

const gru = (op: string, reproduction: string): Finding => ({
  op,
  kind: "bug",
  cause: `1 - z of the update gate z has no backward pass, so that nothing of the new cell reaches the gate. And the previous output gets what the reset gate sends back in the place of what had come before, for an element-wise product assigns its gradients. ${assigned}`,
  source: file("7068 (cloneNegative), 6927-6928 (multiplyElementB)"),
  reproduction,
  expected: isSlope,
});

const logistic = (x: number) => 1 / (1 + Math.exp(-x));
/** The hidden state where all weights are 0 and all biases 1. */
const hidden = {
  RNN: 1,
  LSTM: logistic(1) * Math.tanh(logistic(1) * Math.tanh(1)),
  GRU: (1 - logistic(1)) * Math.tanh(1),
};

export const brain: readonly Finding[] = [
  {
    op: "NeuralNetworkGPU on the processor, leaky-relu",
    kind: "bug",
    cause:
      "Forward gives 0.01 x above 0, and 0 below; backward takes x above 0 and 0.01 x below. In the net without kernels both are right.",
    source: file("1987 (weightedSumLeakyRelu), 2010"),
    // The output is 0.0001, and 0.01 (1 - 0.0001) the negative slope of ½ (1 - y)² in the bias of an output 0.01 (h + b).
    reproduction: `import brain from "brain.js";
const options = { inputSize: 1, hiddenLayers: [1], outputSize: 1, activation: "leaky-relu", mode: "cpu" };
const net = new brain.NeuralNetworkGPU({ ...options, learningRate: 0.5 });
net.initialize();
for (const l of [1, 2]) { net.weights[l][0][0] = 1; net.biases[l][0] = 0; }
net.trainPattern({ input: [1], output: [1] });
console.log((net.biases[2][0] / 0.5).toFixed(4));`,
    expected: "0.0100",
  },
  ...ofCharacters.flatMap((kind): Finding[] => [
    {
      op: `${kind}, biases`,
      kind: "bug",
      cause: `A bias is added at every step, and its gradient is a sum over them. Here it is that of the first step alone. ${assigned}`,
      source: file("6833-6834 (addB)"),
      // Where all is 0 each of 4 characters has p = 1/4 at each of 4 steps, and each is the next one once: 4/4 - 1.
      reproduction: `import brain from "brain.js";
const net = new brain.recurrent.${kind}({ inputSize: 3, inputRange: 3, outputSize: 3, hiddenLayers: [2] });
net.initialize();
for (const { weights } of net.model.allMatrices) weights.fill(0);
net.trainInput([0, 2, 1]);
net.backpropagate([0, 2, 1]);
console.log(...net.model.output.deltas);`,
      expected: "0 0 0 0",
    },
    {
      op: `${kind}, embedding, a character twice`,
      kind: "bug",
      cause: `The row of a character that comes twice gets the gradient of its first place alone. ${assigned}`,
      source: file("6968 (rowPluckB)"),
      reproduction: characters(kind, "[0, 2, 0]", "input", 2),
      expected: isSlope,
    },
  ]),
  gru("GRU, one step", characters("GRU", "[]", "hiddenLayers[0].updateGateInputMatrix", 0)),
  gru("GRU, weights", characters("GRU", "[0, 2, 1]", "hiddenLayers[0].updateGateInputMatrix", 0)),
  gru("GRU, embedding", characters("GRU", "[0, 2, 1]", "input", 0)),
  gru("GRUTimeStep, one step", vectors("GRUTimeStep", "[1, 2]", "hiddenLayers[0].updateGateInputMatrix")),
  gru(
    "GRUTimeStep, weights",
    vectors("GRUTimeStep", "[1, 2, 1, 2]", "hiddenLayers[0].updateGateInputMatrix"),
  ),
  ...ofCharacters.flatMap((kind): Finding[] => [
    {
      op: `${kind}TimeStep, biases`,
      kind: "bug",
      cause: `A bias is added at every step, and its gradient is a sum over them. Here it is that of the first step alone. ${assigned}`,
      source: file("6833-6834 (addB)"),
      // Where all is 0, so are the outputs: ½ (y - 1)² + ½ (y - 2)² has the slope -1 - 2.
      reproduction: `import brain from "brain.js";
const net = new brain.recurrent.${kind}TimeStep({ inputSize: 1, outputSize: 1, hiddenLayers: [2] });
net.initialize();
for (const { weights } of net.model.allMatrices) weights.fill(0);
net.trainArrayOfArray([0, 1, 2].map((x) => Float32Array.of(x)));
net.backpropagate();
console.log(net.model.output.deltas[0]);`,
      expected: "-3",
    },
    {
      op: `${kind}TimeStep, weights, after a longer sequence`,
      kind: "bug",
      cause:
        "Backward goes through the equations of all steps that there have ever been. Those beyond the end of this sequence still have the errors of a longer one before it, which are added to the gradients.",
      source: file("8239 (RNNTimeStep, backpropagate)"),
      // All weights are 0, all biases of the hidden layer 1: one step of an error of -1 at a hidden state h.
      reproduction: `import brain from "brain.js";
const net = new brain.recurrent.${kind}TimeStep({ inputSize: 1, outputSize: 1, hiddenLayers: [1] });
net.initialize();
for (const { weights } of net.model.allMatrices) weights.fill(0);
for (const [name, { weights }] of Object.entries(net.model.hiddenLayers[0])) if (/bias/i.test(name)) weights.fill(1);
for (const sequence of [[0, 5, 5, 5], [0, 1]]) {
  net.trainArrayOfArray(sequence.map((x) => Float32Array.of(x)));
  net.backpropagate();
}
console.log(net.model.outputConnector.deltas[0].toFixed(4));`,
      expected: (-hidden[kind]).toFixed(4),
    },
  ]),
];
