import type { Finding } from "../trial.ts";

/** The same for the generated function that a net is run as, and for its neurons one by one. */
const both = (op: string, finding: (optimized: boolean) => Omit<Finding, "op">): readonly Finding[] => [
  { op, ...finding(true) },
  { op: `${op}, not optimized`, ...finding(false) },
];

/** A perceptron of one neuron in each of three layers, all weights and biases given, and a step at rate 1. */
const perceptron = (optimized: boolean, squash: string, weight: number) =>
  `import synaptic from "synaptic";
const { Architect, Neuron, Trainer } = synaptic;
const net = new Architect.Perceptron(1, 1, 1);
const [hidden, output] = [net.layers.hidden[0].list[0], net.layers.output.list[0]];
for (const neuron of [hidden, output]) {
  neuron.squash = Neuron.squash.${squash};
  neuron.bias = 0;
  for (const connection of Object.values(neuron.connections.inputs)) connection.weight = ${weight};
}
net.setOptimize(${optimized});`;

export const synaptic: readonly Finding[] = [
  ...both("HLIM", () => ({
    kind: "by design",
    cause: "The derivative of a step is 0; it is called 1 here, so that something goes back.",
    source: "dist/synaptic.js:1082, 1535 (src/Neuron.js)",
    reproduction: `import synaptic from "synaptic";
console.log(synaptic.Neuron.squash.HLIM(2, true));`,
    expected: "0",
  })),
  ...both("cost MSE", (optimized) => ({
    kind: "by design",
    cause:
      "The cost that training is given, by default this one, is reported, and never goes back: the error of an output is target - y, the gradient of the cross-entropy of logistic outputs.",
    source: "dist/synaptic.js:1205, 1928 (src/Neuron.js, src/Trainer.js)",
    // At y = 1/2 the negative slope of (1 - y)² is 2 (1 - y) y (1 - y).
    reproduction: `${perceptron(optimized, "LOGISTIC", 0)}
const trainer = new Trainer(net);
trainer.train([{ input: [0], output: [1] }], { iterations: 1, rate: 1, cost: Trainer.cost.MSE });
net.restore();
console.log(output.bias.toFixed(4));`,
    expected: "0.2500",
  })),
  ...both("propagate", (optimized) => ({
    kind: "bug",
    cause:
      "Each neuron changes the weights into it before the neurons before it get their error along these weights: the gradient of all layers but the last is that of other weights, the more so the larger the rate.",
    source: optimized
      ? "dist/synaptic.js:1606, 1673 (src/Neuron.js, optimize)"
      : "dist/synaptic.js:1255 (src/Neuron.js, propagate)",
    // y = v w x = 1 at v = w = x = 1, and ½ (0 - y)² has the slope 1 in w.
    reproduction: `${perceptron(optimized, "IDENTITY", 1)}
net.activate([1]);
net.propagate(1, [0]);
net.restore();
const [w] = Object.values(hidden.connections.inputs);
console.log((1 - w.weight).toFixed(4));`,
    expected: "1.0000",
  })),
  {
    op: "gate that projects",
    kind: "bug",
    cause:
      "The generated function sums the error of a neuron that both gates and projects in an auxiliary variable which it does not set to 0 first: what the neuron before left there, or the last step, is added. The neurons one by one are right.",
    source: "dist/synaptic.js:1611-1620 (src/Neuron.js, optimize)",
    // y = v w x g + u g with the gate g = a x: where all of them are 1, ½ y² has the slope y (v w x + u) x = 4 in a.
    reproduction: `import synaptic from "synaptic";
const { Layer, Network, Neuron } = synaptic;
const [input, gate, cell, output] = [1, 1, 1, 1].map((size) => new Layer(size));
input.project(gate);
gate.gate(input.project(cell), Layer.gateType.INPUT);
cell.project(output);
gate.project(output);
for (const { list: [neuron] } of [gate, cell, output]) {
  neuron.squash = Neuron.squash.IDENTITY;
  neuron.bias = 0;
  for (const connection of Object.values(neuron.connections.inputs)) connection.weight = 1;
}
const net = new Network({ input, hidden: [gate, cell], output });
const [a] = Object.values(gate.list[0].connections.inputs);
for (let i = 0; i < 2; i++) {
  const before = a.weight;
  net.activate([1]);
  net.propagate(1e-6, [0]);
  net.restore();
  console.log(((before - a.weight) / 1e-6).toFixed(2));
}`,
    expected: "4.00\n4.00",
  },
  ...both("LSTM, one step", (optimized) => ({
    kind: "bug",
    cause:
      "A forget gate multiplies the state that its cell had before, 0 in a first step, and so has a slope of 0 there. To that state its error adds the activation that the cell has now, for the self-connection is taken for one of the gated connections besides. The bias learns by it.",
    source: optimized
      ? "dist/synaptic.js:1626-1637 (src/Neuron.js, optimize)"
      : "dist/synaptic.js:1224-1229 (src/Neuron.js)",
    reproduction: `import synaptic from "synaptic";
const net = new synaptic.Architect.LSTM(1, 1, 1);
for (const { list: [neuron] } of [...net.layers.hidden, net.layers.output]) {
  neuron.bias = 0;
  for (const connection of Object.values(neuron.connections.inputs)) connection.weight = 1;
}
net.setOptimize(${optimized});
net.activate([1]);
net.propagate(1, [1]);
net.restore();
const [, forgetGate] = net.layers.hidden;
console.log(forgetGate.list[0].bias.toFixed(4));`,
    expected: "0.0000",
  })),
  ...both("LSTM, several steps", (optimized) => ({
    kind: "by design",
    cause:
      "An error goes back in its own step; earlier steps are reached by traces along self-connections and gates alone, as in LSTM-g (Monner and Reggia, 2012). What goes back in time along other connections is left out, so that it is no gradient of a sequence.",
    source: "dist/synaptic.js:1170-1184, 1208-1240 (src/Neuron.js)",
    // By a quotient of differences, for the weight of the input into the input gate.
    reproduction: `import synaptic from "synaptic";
const { Architect, Neuron } = synaptic;
function after(shift) {
  const net = new Architect.LSTM(1, 1, 1);
  for (const { list: [neuron] } of [...net.layers.hidden, net.layers.output]) {
    neuron.bias = 0.1;
    for (const connection of Object.values(neuron.connections.inputs)) connection.weight = 0.5;
  }
  net.layers.output.list[0].squash = Neuron.squash.IDENTITY;
  const [weight] = Object.values(net.layers.hidden[0].list[0].connections.inputs);
  const before = (weight.weight += shift);
  net.setOptimize(${optimized});
  net.activate([1]);
  const [y] = net.activate([1]);
  net.propagate(1e-6, [0]);
  net.restore();
  return { loss: (y * y) / 2, change: (weight.weight - before) / 1e-6 };
}
const slope = (after(1e-5).loss - after(-1e-5).loss) / 2e-5;
console.log("change / -slope =", (after(0).change / -slope).toFixed(2));`,
    expected: "change / -slope = 1.00",
  })),
];
