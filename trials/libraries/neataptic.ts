// A net of nodes that only ever updates. The error of an output is target - activation, whatever its squash: the gradient is that
// of ½ Σ (target - y)² where outputs are the identity, and of the cross-entropy where they are logistic.
import { rng } from "@nudge/core";
import { gradcheckFunction } from "@nudge/gradcheck";
import { updatingNet, type Weights } from "../kinds/updating.ts";
import type { Library, Trial } from "../trial.ts";

type Squash = (x: number, derivative?: boolean) => number;
interface Connection {
  weight: number;
  from: Node;
  to: Node;
}
interface Node {
  type: "input" | "hidden" | "output" | "constant";
  bias: number;
  squash: Squash;
  mask: number;
}
interface Net {
  nodes: Node[];
  connections: Connection[];
  dropout: number;
  activate(input: readonly number[], training?: boolean): number[];
  propagate(rate: number, momentum: number, update: boolean, target: readonly number[]): void;
  clear(): void;
}
interface Neataptic {
  architect: Record<string, new (...sizes: readonly number[]) => Net>;
  methods: {
    activation: Readonly<Record<string, Squash>>;
    cost: Readonly<Record<string, (target: readonly number[], output: readonly number[]) => number>>;
  };
}

interface Example {
  readonly input: readonly number[];
  readonly target: readonly number[];
}
/** What is minimized, of a target and the output of the net. */
type Cost = (target: readonly number[], output: readonly number[]) => number;

const halfSquares: Cost = (target, output) => output.reduce((sum, y, i) => sum + (target[i] - y) ** 2 / 2, 0);
const crossEntropy: Cost = (target, output) =>
  output.reduce((sum, y, i) => sum - target[i] * Math.log(y) - (1 - target[i]) * Math.log(1 - y), 0);

const rate = 0.3; // the default of its training
const seeds = [0, 1];
const perceptrons = [
  [1, 1, 1],
  [3, 1, 2],
  [2, 4, 3],
  [3, 3, 2, 2],
];
/** Groups of nodes in the order in which they are activated, of 2 numbers into 2 units into 1. */
const recurrent = { LSTM: [2, 2, 2, 2, 1], GRU: [2, 2, 2, 2, 2, 2, 1] };

/** Weights into each group of nodes after the inputs, and their biases, but for nodes that do not learn. */
function weightsOf(net: Net, groups: readonly number[]) {
  const nodes = net.nodes.filter(({ type }) => type !== "input");
  const learning = groups.map((size) => nodes.splice(0, size).filter(({ type }) => type !== "constant"));
  const into = learning.map((group) => net.connections.filter(({ to }) => group.includes(to)));
  return {
    read: (): Weights =>
      Object.fromEntries(
        learning
          .flatMap((group, g) => [
            [`W${g + 1}`, into[g].map(({ weight }) => weight)],
            [`b${g + 1}`, group.map(({ bias }) => bias)],
          ])
          .filter(([, list]) => list.length > 0),
      ),
    write(weights: Weights) {
      for (const [g, group] of learning.entries()) {
        for (const [i, connection] of into[g].entries()) connection.weight = weights[`W${g + 1}`][i];
        for (const [i, node] of group.entries()) node.bias = weights[`b${g + 1}`][i];
      }
    },
  };
}

/** Nodes and connections count up what they would change until they are told to update: what `update` would make of it now. */
function updateLater(net: Net) {
  for (const connection of net.connections as (Connection & { totalDeltaWeight: number })[]) {
    connection.weight += connection.totalDeltaWeight;
    connection.totalDeltaWeight = 0;
  }
  for (const node of net.nodes as (Node & { totalDeltaBias: number })[]) {
    node.bias += node.totalDeltaBias;
    node.totalDeltaBias = 0;
  }
}

export const neataptic: Library = {
  name: "neataptic",
  packages: { neataptic: "1.4.7" },
  async open(load) {
    const { architect, methods } = (await load("neataptic")) as Neataptic;
    const { IDENTITY, LOGISTIC, TANH } = methods.activation;

    interface Setting {
      readonly op: string;
      readonly at: string;
      readonly seed: number;
      readonly make: () => Net;
      readonly groups: readonly number[];
      readonly cost: Cost;
      /** How many examples: of a sequence, or of a batch. */
      readonly examples?: number;
      readonly inputs?: (random: () => number) => number;
      /** The loss of all examples at the weights as they stand, and a step of descent on it. */
      readonly loss?: (net: Net, examples: readonly Example[], cost: Cost) => number;
      readonly step?: (net: Net, examples: readonly Example[]) => void;
    }
    const lossOf = (net: Net, examples: readonly Example[], cost: Cost) =>
      examples.reduce((sum, { input, target }) => sum + cost(target, net.activate(input)), 0);
    const stepOf = (net: Net, examples: readonly Example[]) => {
      for (const { input, target } of examples) {
        net.activate(input);
        net.propagate(rate, 0, false, target);
      }
      updateLater(net);
    };

    function trial({ op, at, seed, make, groups, cost, ...more }: Setting): Trial {
      const { examples: count = 1, inputs = (random) => random(), loss = lossOf, step = stepOf } = more;
      return {
        op,
        at: `${at}, seed ${seed}`,
        check() {
          const random = rng(seed);
          const net = make();
          const inputSize = net.nodes.filter(({ type }) => type === "input").length;
          const outputSize = groups[groups.length - 1];
          const { read, write } = weightsOf(net, groups);
          const draw = () => random.normal();
          write(Object.fromEntries(Object.entries(read()).map(([name, list]) => [name, list.map(draw)])));
          const examples = Array.from({ length: count }, () => ({
            input: Array.from({ length: inputSize }, () => inputs(draw)),
            target: Array.from({ length: outputSize }, () => random.uniform()),
          }));
          const subject = updatingNet({
            name: op,
            read,
            write,
            loss: () => loss(net, examples, cost),
            step: () => step(net, examples),
            rate,
          });
          return gradcheckFunction(subject, { seed });
        },
      };
    }

    const perceptron = (sizes: readonly number[], hidden: Squash, output: Squash) => () => {
      const net = new architect.Perceptron(...sizes);
      for (const node of net.nodes) {
        if (node.type === "hidden") node.squash = hidden;
        if (node.type === "output") node.squash = output;
      }
      return net;
    };
    const onPerceptrons = (
      op: string,
      hidden: Squash,
      output: Squash,
      more: Pick<Setting, "cost"> & Partial<Setting>,
      at = "",
    ) =>
      perceptrons.flatMap((sizes) =>
        seeds.map((seed) =>
          trial({
            op,
            at: `${sizes.join(", ")} nodes${at}`,
            seed,
            make: perceptron(sizes, hidden, output),
            groups: sizes.slice(1),
            ...more,
          }),
        ),
      );

    const ofActivations = Object.entries(methods.activation).flatMap(([name, squash]) => [
      ...onPerceptrons(name, squash, IDENTITY, { cost: halfSquares, examples: 2 }),
      ...onPerceptrons(name, squash, IDENTITY, { cost: halfSquares, inputs: () => 0 }, ", inputs of 0"),
    ]);
    const ofOutputs = [
      ...onPerceptrons("outputs IDENTITY, half the square of the error", TANH, IDENTITY, {
        cost: halfSquares,
      }),
      ...onPerceptrons("outputs LOGISTIC, cross-entropy", TANH, LOGISTIC, { cost: crossEntropy }),
    ];
    const ofCosts = ["CROSS_ENTROPY", "MSE", "MAE", "MAPE", "MSLE", "HINGE"].flatMap((name) =>
      onPerceptrons(`cost ${name}`, TANH, LOGISTIC, { cost: methods.cost[name] }, ", outputs LOGISTIC"),
    );
    /** As training does: the last example of a batch goes back with `update`. */
    const updating = [1, 3].flatMap((batch) =>
      onPerceptrons(
        "propagate with update",
        TANH,
        IDENTITY,
        {
          cost: halfSquares,
          examples: batch,
          step(net, examples) {
            for (const [i, { input, target }] of examples.entries()) {
              net.activate(input);
              net.propagate(rate, 0, i === batch - 1, target);
            }
          },
        },
        `, batch of ${batch}`,
      ),
    );
    /** Training drops hidden nodes by a mask that is drawn for each example; here each second one. */
    const dropout = perceptrons.slice(1).flatMap((sizes) =>
      seeds.map((seed) =>
        trial({
          op: "dropout",
          at: `${sizes.join(", ")} nodes`,
          seed,
          make() {
            const net = perceptron(sizes, TANH, IDENTITY)();
            for (const [i, node] of net.nodes.entries()) if (node.type === "hidden") node.mask = i % 2;
            return net;
          },
          groups: sizes.slice(1),
          cost: halfSquares,
        }),
      ),
    );
    /** From a cleared state; the loss is that of the last output. */
    const ofSequences = Object.entries(recurrent).flatMap(([name, groups]) =>
      [1, 2].flatMap((steps) =>
        seeds.map((seed) =>
          trial({
            op: `${name}, ${steps === 1 ? "one step" : "several steps"}`,
            at: `2 numbers, 2 units, 1 output, sequence of ${steps}`,
            seed,
            make() {
              const net = new architect[name](2, 2, 1);
              for (const node of net.nodes) if (node.type === "output") node.squash = IDENTITY;
              return net;
            },
            groups,
            cost: halfSquares,
            examples: steps,
            loss(net, examples, cost) {
              net.clear();
              const outputs = examples.map(({ input }) => net.activate(input));
              return cost(examples[steps - 1].target, outputs[steps - 1]);
            },
            step(net, examples) {
              net.clear();
              for (const { input } of examples) net.activate(input);
              net.propagate(rate, 0, false, examples[steps - 1].target);
              updateLater(net);
            },
          }),
        ),
      ),
    );
    return [...ofActivations, ...ofOutputs, ...ofCosts, ...updating, ...dropout, ...ofSequences];
  },
};
