// A net of neurons that only ever updates. The error of an output is target - activation, whatever its squash: the gradient is
// that of ½ Σ (target - y)² where outputs are the identity, and of the cross-entropy where they are logistic.
import { rng } from "@nudge/core";
import { gradcheckFunction } from "@nudge/gradcheck";
import { updatingNet, type Weights } from "../kinds/updating.ts";
import type { Library, Trial } from "../trial.ts";

type Squash = (x: number, derivative?: boolean) => number;
interface Neuron {
  bias: number;
  squash: Squash;
  state: number;
  old: number;
  activation: number;
  connections: { inputs: Readonly<Record<string, { weight: number }>> };
}
interface Layer {
  size: number;
  list: Neuron[];
  project(to: Layer, type?: unknown): unknown;
  gate(connection: unknown, type: unknown): void;
}
interface Net {
  layers: { input: Layer; hidden: Layer[]; output: Layer };
  /** The net as one generated function with a memory of its own: not yet made, or not wanted. */
  optimized: { reset(): void } | null | false;
  activate(input: readonly number[]): number[];
  propagate(rate: number, target: readonly number[]): void;
  /** Brings back what the generated function has changed. */
  restore(): void;
  clear(): void;
  setOptimize(wanted: boolean): void;
}
interface Synaptic {
  Network: new (layers: Net["layers"]) => Net;
  Layer: (new (
    size: number,
  ) => Layer) & {
    connectionType: Readonly<Record<"ALL_TO_ALL" | "ONE_TO_ONE", unknown>>;
    gateType: Readonly<Record<"INPUT" | "OUTPUT" | "ONE_TO_ONE", unknown>>;
  };
  Neuron: { squash: Readonly<Record<string, Squash>> };
  Trainer: { cost: Readonly<Record<string, Cost>> };
  Architect: Record<"Perceptron" | "LSTM", new (...sizes: readonly number[]) => Net>;
}
/** What is minimized, of a target and the output of the net. */
type Cost = (target: readonly number[], output: readonly number[]) => number;

const halfSquares: Cost = (target, output) => output.reduce((sum, y, i) => sum + (target[i] - y) ** 2 / 2, 0);

const seeds = [0, 1];
const perceptrons = [
  [1, 1, 1],
  [3, 1, 2],
  [2, 4, 3],
  [3, 3, 2, 2],
];

const layersOf = ({ layers: { hidden, output } }: Net) => [...hidden, output];

/** Weights into each layer after the inputs, and its biases. */
const read = (net: Net): Weights => {
  net.restore();
  return Object.fromEntries(
    layersOf(net).flatMap(({ list }, l) => [
      [
        `W${l + 1}`,
        list.flatMap(({ connections }) => Object.values(connections.inputs).map((one) => one.weight)),
      ],
      [`b${l + 1}`, list.map(({ bias }) => bias)],
    ]),
  );
};
function write(net: Net, weights: Weights) {
  if (net.optimized) net.optimized.reset();
  for (const [l, { list }] of layersOf(net).entries()) {
    const connections = list.flatMap(({ connections }) => Object.values(connections.inputs));
    for (const [i, connection] of connections.entries()) connection.weight = weights[`W${l + 1}`][i];
    for (const [i, neuron] of list.entries()) neuron.bias = weights[`b${l + 1}`][i];
  }
  // `clear` forgets traces, but leaves the states that the next activation goes on from.
  net.clear();
  for (const { list } of layersOf(net))
    for (const neuron of list) neuron.state = neuron.old = neuron.activation = 0;
}

export const synaptic: Library = {
  name: "synaptic",
  packages: { synaptic: "1.1.4" },
  async open(load) {
    const { Network, Layer, Neuron, Trainer, Architect } = (await load("synaptic")) as Synaptic;
    const { IDENTITY, LOGISTIC, TANH } = Neuron.squash;

    interface Setting {
      readonly op: string;
      readonly at: string;
      readonly seed: number;
      readonly make: () => Net;
      readonly cost: Cost;
      /** Whether the net is run as a generated function, as it is unless told otherwise. */
      readonly optimized: boolean;
      /** How many examples a sequence has; the loss is that of the last. */
      readonly steps?: number;
      readonly inputs?: (random: () => number) => number;
      readonly rate?: number | "vanishing";
    }
    function trial({
      op,
      at,
      seed,
      make,
      cost,
      optimized,
      steps = 1,
      inputs,
      rate = "vanishing",
    }: Setting): Trial {
      return {
        op: optimized ? op : `${op}, not optimized`,
        at: `${at}, seed ${seed}`,
        check() {
          const random = rng(seed);
          const draw = () => random.normal() / 2;
          const net = make();
          net.setOptimize(optimized);
          const { input, output } = net.layers;
          write(
            net,
            Object.fromEntries(Object.entries(read(net)).map(([name, list]) => [name, list.map(draw)])),
          );
          const sequence = Array.from({ length: steps }, () =>
            Array.from({ length: input.size }, () => inputs?.(draw) ?? draw()),
          );
          const target = Array.from({ length: output.size }, () => random.uniform());
          const run = () => sequence.map((one) => net.activate(one))[steps - 1];
          const subject = updatingNet({
            name: op,
            read: () => read(net),
            write: (weights) => write(net, weights),
            loss: () => cost(target, run()),
            step(rate) {
              run();
              net.propagate(rate, target);
            },
            rate,
          });
          return gradcheckFunction(subject, { seed });
        },
      };
    }

    const both = [true, false];
    const onPerceptrons = (
      op: string,
      hidden: Squash,
      output: Squash,
      more: Pick<Setting, "cost"> & Partial<Setting>,
      at = "",
    ) =>
      perceptrons.flatMap((sizes) =>
        seeds.flatMap((seed) =>
          both.map((optimized) =>
            trial({
              op,
              at: `${sizes.join(", ")} neurons${at}`,
              seed,
              make() {
                const net = new Architect.Perceptron(...sizes);
                for (const { list } of net.layers.hidden) for (const neuron of list) neuron.squash = hidden;
                for (const neuron of net.layers.output.list) neuron.squash = output;
                return net;
              },
              optimized,
              ...more,
            }),
          ),
        ),
      );

    const ofSquashes = Object.entries(Neuron.squash).flatMap(([name, squash]) => [
      ...onPerceptrons(name, squash, IDENTITY, { cost: halfSquares }),
      ...onPerceptrons(name, squash, IDENTITY, { cost: halfSquares, inputs: () => 0 }, ", inputs of 0"),
    ]);
    const ofCosts = ["CROSS_ENTROPY", "MSE"].flatMap((name) =>
      onPerceptrons(`cost ${name}`, TANH, LOGISTIC, { cost: Trainer.cost[name] }, ", outputs LOGISTIC"),
    );
    const updating = onPerceptrons(
      "propagate",
      TANH,
      IDENTITY,
      { cost: halfSquares, rate: 0.1 },
      ", rate 0.1",
    );

    /** Of two hidden layers, the first gates what goes from the inputs into the second, and may reach the output besides. */
    const gated = (type: "INPUT" | "OUTPUT" | "ONE_TO_ONE", projects: boolean) => () => {
      const [input, gate, cell, output] = [2, 2, 2, 1].map((size) => new Layer(size));
      input.project(gate);
      const connection = input.project(
        cell,
        Layer.connectionType[type === "ONE_TO_ONE" ? "ONE_TO_ONE" : "ALL_TO_ALL"],
      );
      gate.gate(connection, Layer.gateType[type]);
      cell.project(output);
      if (projects) gate.project(output);
      for (const neuron of output.list) neuron.squash = IDENTITY;
      return new Network({ input, hidden: [gate, cell], output });
    };
    const ofGates = (["INPUT", "OUTPUT", "ONE_TO_ONE"] as const).flatMap((type) =>
      [false, true].flatMap((projects) =>
        seeds.flatMap((seed) =>
          both.map((optimized) =>
            trial({
              op: `gate ${projects ? "that projects" : "alone"}`,
              at: `2 inputs, 2 gates ${type}, 2 cells, 1 output`,
              seed,
              make: gated(type, projects),
              cost: halfSquares,
              optimized,
            }),
          ),
        ),
      ),
    );
    const ofSequences = [1, 2].flatMap((steps) =>
      seeds.flatMap((seed) =>
        both.map((optimized) =>
          trial({
            op: `LSTM, ${steps === 1 ? "one step" : "several steps"}`,
            at: `2 inputs, 2 cells, 1 output, sequence of ${steps}`,
            seed,
            make() {
              const net = new Architect.LSTM(2, 2, 1);
              for (const neuron of net.layers.output.list) neuron.squash = IDENTITY;
              return net;
            },
            cost: halfSquares,
            optimized,
            steps,
          }),
        ),
      ),
    );
    return [...ofSquashes, ...ofCosts, ...updating, ...ofGates, ...ofSequences];
  },
};
