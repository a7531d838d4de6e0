// Its nets work in float32; what can be, is replaced by float64 here, so that nothing is blurred: the arithmetic is theirs.
import { rng } from "@nudge/core";
import { gradcheckFunction, gradcheckMap, type MutableArray, statefulMap } from "@nudge/gradcheck";
import { updatingNet, type Weights } from "../kinds/updating.ts";
import type { Library, Trial } from "../trial.ts";

type Numbers = Float32Array | Float64Array;
/** A net of dense layers; layer 0 is the input, and has no weights. */
interface NeuralNetwork {
  sizes: number[];
  weights: Numbers[][];
  biases: Numbers[];
  changes: Numbers[][];
  outputs: Numbers[];
  deltas: Numbers[];
  errors: Numbers[];
  trainOpts: object;
  initialize(): void;
  runInput(input: Numbers): Numbers;
  trainPattern(example: { input: Numbers; output: Numbers }): void;
  calculateDeltas(target: Numbers): void;
}
interface Matrix {
  weights: Numbers;
  deltas: Numbers;
}
/** The operations of one step of a sequence, each with what it makes of one or two matrices (or of a row by its number). */
interface Equation {
  states: { product: Matrix; left?: Matrix; right?: Matrix | number }[];
}
/** A net that goes along a sequence with one equation for each step. */
interface Recurrent {
  model: {
    input?: Matrix;
    hiddenLayers: Readonly<Record<string, Matrix>>[];
    outputConnector: Matrix;
    output: Matrix;
    equations: Equation[];
  };
  initialize(): void;
}
interface OfCharacters extends Recurrent {
  trainInput(sequence: readonly number[]): number;
  backpropagate(sequence: readonly number[]): void;
}
interface OfVectors extends Recurrent {
  trainArrayOfArray(sequence: readonly Numbers[]): number;
  backpropagate(): void;
}
interface Brain {
  NeuralNetwork: new (options: object) => NeuralNetwork;
  NeuralNetworkGPU: new (options: object) => NeuralNetwork;
  recurrent: Record<"RNN" | "LSTM" | "GRU", new (options: object) => OfCharacters> &
    Record<"RNNTimeStep" | "LSTMTimeStep" | "GRUTimeStep", new (options: object) => OfVectors>;
}

const seeds = [0, 1];
const activations = ["sigmoid", "relu", "leaky-relu", "tanh"];
const shapes = [
  [1, 1, 1],
  [3, 1, 2],
  [2, 4, 3],
  [3, 3, 2, 2],
];
const wide = (numbers: Numbers) => Float64Array.from(numbers);

/** Everything that a net of dense layers keeps. */
function widen(net: NeuralNetwork) {
  for (const l of net.sizes.keys()) {
    for (const list of [net.outputs, net.deltas, net.errors]) list[l] = wide(list[l]);
    if (l === 0) continue;
    net.biases[l] = wide(net.biases[l]);
    net.weights[l] = net.weights[l].map(wide);
    net.changes[l] = net.changes[l].map(wide);
  }
}

/** Every matrix of every step. */
function widenSteps({ model }: Recurrent) {
  for (const { states } of model.equations)
    for (const { product, left, right } of states)
      for (const matrix of [product, left, right])
        if (typeof matrix === "object") {
          matrix.weights = wide(matrix.weights);
          matrix.deltas = wide(matrix.deltas);
        }
}

/** The matrices that are learned, by name. */
const learned = ({ model: { input, hiddenLayers, outputConnector, output } }: Recurrent) =>
  Object.fromEntries([
    ...(input ? [["embedding", input] as const] : []),
    ...hiddenLayers.flatMap((layer, l) =>
      Object.entries(layer).map(([name, matrix]) => [`hidden ${l} ${name}`, matrix] as const),
    ),
    ["outputConnector", outputConnector] as const,
    ["output bias", output] as const,
  ]);
const isBias = (name: string) => /bias$/i.test(name);

/** What each step gives: that of the last of its operations. */
const outputOf = ({ states }: Equation) => states[states.length - 1].product;

export const brain: Library = {
  name: "brain.js",
  packages: { "brain.js": "2.0.0-beta.24" },
  async open(load) {
    const lib = (await load("brain.js")) as Brain;

    const drawInto = (numbers: Numbers, random: () => number) => {
      for (const i of numbers.keys()) numbers[i] = random();
    };
    const dense = (
      Net: Brain["NeuralNetwork"],
      sizes: readonly number[],
      options: object,
      random: () => number,
    ) => {
      const inner = {
        inputSize: sizes[0],
        hiddenLayers: sizes.slice(1, -1),
        outputSize: sizes[sizes.length - 1],
      };
      const net = new Net({ ...inner, ...options });
      net.initialize();
      for (const l of sizes.keys()) {
        if (l === 0) continue;
        // What leads to the outputs is positive: with relu some of them are on.
        const draw = l === sizes.length - 1 ? () => Math.abs(random()) : random;
        drawInto(net.biases[l], draw);
        for (const row of net.weights[l]) drawInto(row, draw);
      }
      return net;
    };

    const ofNeurons = activations.flatMap((activation) =>
      shapes.flatMap((sizes) =>
        seeds.flatMap((seed) =>
          ["", "inputs of 0"].map((zeros): Trial => {
            const op = `NeuralNetwork, ${activation}`;
            return {
              op,
              at: [`${sizes.join(", ")} neurons`, zeros, `seed ${seed}`].filter(Boolean).join(", "),
              check() {
                const random = rng(seed);
                const draw = () => random.normal();
                const net = dense(lib.NeuralNetwork, sizes, { activation, leakyReluAlpha: 0.2 }, draw);
                widen(net);
                const rate = 0.3;
                // The options refuse a momentum of 0.
                Object.assign(net.trainOpts, { learningRate: rate, momentum: 0 });
                const input = Float64Array.from({ length: sizes[0] }, zeros ? () => 0 : draw);
                // The activation is that of outputs too: positive targets, for some output that is on.
                const output = Float64Array.from({ length: sizes[sizes.length - 1] }, () => random.uniform());
                const lists = Object.fromEntries(
                  sizes
                    .slice(1)
                    .flatMap((_, i) => [
                      ...net.weights[i + 1].map((row, j) => [`W${i + 1} ${j}`, row] as const),
                      [`b${i + 1}`, net.biases[i + 1]] as const,
                    ]),
                );
                const subject = updatingNet({
                  name: op,
                  read: () => Object.fromEntries(Object.entries(lists).map(([name, w]) => [name, [...w]])),
                  write(weights: Weights) {
                    for (const [name, w] of Object.entries(lists)) w.set(weights[name]);
                  },
                  loss: () =>
                    [...net.runInput(input)].reduce((sum, y, i) => sum + (output[i] - y) ** 2 / 2, 0),
                  step: () => net.trainPattern({ input, output }),
                  rate,
                });
                return gradcheckFunction(subject, { seed });
              },
            };
          }),
        ),
      ),
    );

    /** The kernels give float32. The error that goes back is target - output: a target of output - dy sends dy back. */
    const ofKernels = activations.flatMap((activation) =>
      shapes.slice(1).flatMap((sizes) =>
        seeds.map((seed): Trial => {
          const op = `NeuralNetworkGPU on the processor, ${activation}`;
          return {
            op,
            at: `${sizes.join(", ")} neurons, seed ${seed}`,
            check() {
              const random = rng(seed);
              const draw = () => random.normal();
              const net = dense(lib.NeuralNetworkGPU, sizes, { activation, mode: "cpu" }, draw);
              const layers = sizes.slice(1).map((_, i) => i + 1);
              const map = statefulMap({
                name: op,
                values: Object.fromEntries(
                  layers.flatMap((l) => [
                    [`W${l}`, net.weights[l] as MutableArray],
                    [`b${l}`, net.biases[l]],
                  ]),
                ),
                gradients: () =>
                  Object.fromEntries(
                    layers.flatMap((l) => [
                      [
                        `W${l}`,
                        [...net.deltas[l]].map((delta) => [...net.outputs[l - 1]].map((x) => -delta * x)),
                      ],
                      [`b${l}`, [...net.deltas[l]].map((delta) => -delta)],
                    ]),
                  ),
                forward: () => net.runInput(input),
                backward(dy) {
                  const y = net.outputs[sizes.length - 1];
                  net.calculateDeltas(y.map((value, i) => value - dy[i]));
                },
              });
              const input = Float32Array.from({ length: sizes[0] }, draw);
              return gradcheckMap(map, { seed });
            },
          };
        }),
      ),
    );

    /** The outputs of all steps, and how their gradient goes back to every matrix that is learned, or to some of them. */
    function recurrentTrial(
      op: string,
      at: string,
      seed: number,
      net: Recurrent,
      {
        run,
        back,
        steps,
        isTried,
      }: { run(): void; back(): void; steps: number; isTried(name: string): boolean },
    ): Trial {
      return {
        op,
        at: `${at}, seed ${seed}`,
        check() {
          const random = rng(seed);
          run();
          widenSteps(net);
          const matrices = learned(net);
          for (const { weights } of Object.values(matrices)) drawInto(weights, () => random.normal());
          const by = (which: keyof Matrix) =>
            Object.fromEntries(Object.entries(matrices).map(([name, matrix]) => [name, matrix[which]]));
          const outputs = () => net.model.equations.slice(0, steps).map(outputOf);
          const map = statefulMap({
            name: op,
            values: by("weights"),
            gradients: () => by("deltas"),
            forward() {
              run();
              return outputs().map(({ weights }) => [...weights]);
            },
            backward(dy) {
              for (const [t, output] of outputs().entries()) output.deltas = Float64Array.from(dy[t]);
              back();
            },
          });
          return gradcheckMap(map, { seed, tensors: Object.keys(matrices).filter(isTried) });
        },
      };
    }
    const isWeight = (name: string) => !isBias(name) && name !== "embedding";
    const hiddenLayers = [[2], [3, 2]];

    const ofCharacters = (["RNN", "LSTM", "GRU"] as const).flatMap((kind) =>
      hiddenLayers.flatMap((hidden) =>
        seeds.flatMap((seed) => {
          const trial = (
            words: string,
            at: string,
            sequence: number[],
            isTried: (name: string) => boolean,
          ) => {
            const options = { inputSize: 3, inputRange: 3, outputSize: 3, hiddenLayers: hidden };
            const net = new lib.recurrent[kind](options);
            net.initialize();
            return recurrentTrial(`${kind}, ${words}`, `hidden ${hidden.join(", ")}, ${at}`, seed, net, {
              run: () => net.trainInput(sequence),
              back: () => net.backpropagate(sequence),
              steps: sequence.length + 1,
              isTried,
            });
          };
          return [
            trial("one step", "its start alone", [], () => true),
            trial("weights", "3 characters", [0, 2, 1], isWeight),
            trial("biases", "3 characters", [0, 2, 1], isBias),
            trial("embedding", "3 characters", [0, 2, 1], (name) => name === "embedding"),
            trial("embedding, a character twice", "3 characters", [0, 2, 0], (name) => name === "embedding"),
          ];
        }),
      ),
    );
    const ofVectors = (["RNNTimeStep", "LSTMTimeStep", "GRUTimeStep"] as const).flatMap((kind) =>
      hiddenLayers.flatMap((hidden) =>
        seeds.flatMap((seed) => {
          const random = rng(seed);
          const vectors = (length: number) =>
            Array.from({ length }, () => Float64Array.from({ length: 2 }, () => random.normal()));
          const trial = (
            words: string,
            at: string,
            sequence: Numbers[],
            isTried: (name: string) => boolean,
            before?: Numbers[],
          ) => {
            const net = new lib.recurrent[kind]({ inputSize: 2, outputSize: 2, hiddenLayers: hidden });
            net.initialize();
            return recurrentTrial(`${kind}, ${words}`, `hidden ${hidden.join(", ")}, ${at}`, seed, net, {
              run() {
                if (before) {
                  net.trainArrayOfArray(before);
                  net.backpropagate();
                }
                net.trainArrayOfArray(sequence);
              },
              back: () => net.backpropagate(),
              steps: sequence.length - 1,
              isTried,
            });
          };
          return [
            trial("one step", "a sequence of 2", vectors(2), () => true),
            trial("weights", "a sequence of 4", vectors(4), isWeight),
            trial("biases", "a sequence of 4", vectors(4), isBias),
            trial("weights, after a longer sequence", "3 after 6", vectors(3), isWeight, vectors(6)),
          ];
        }),
      ),
    );
    return [...ofNeurons, ...ofKernels, ...ofCharacters, ...ofVectors];
  },
};
