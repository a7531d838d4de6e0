// A net that only ever updates. Its gradients are sums over the batch, its loss is the cross-entropy of a softmax.
import { rng } from "@nudge/core";
import { gradcheckFunction } from "@nudge/gradcheck";
import { updatingNet, type Weights } from "../kinds/updating.ts";
import type { Library, Trial } from "../trial.ts";

interface Matrix {
  to1DArray(): number[];
  get(row: number, column: number): number;
  set(row: number, column: number, value: number): void;
}
interface Net {
  model: { W: Matrix; b: Matrix }[];
  propagate(inputs: Matrix): Matrix;
  backpropagation(inputs: Matrix, labels: readonly number[], probabilities: Matrix): void;
}
interface MlFnn {
  load(model: object): Net;
}
interface MlMatrix {
  Matrix: { from1DArray(rows: number, columns: number, values: readonly number[]): Matrix };
}

/** Each activation, with its parameter where it takes one. */
const activations: Readonly<Record<string, readonly (number | undefined)[]>> = {
  tanh: [undefined],
  identity: [undefined],
  logistic: [undefined],
  arctan: [undefined],
  softsign: [undefined],
  relu: [undefined],
  softplus: [undefined],
  bent: [undefined],
  sinusoid: [undefined],
  sinc: [undefined],
  gaussian: [undefined],
  "parametric-relu": [0.2, 1],
  "exponential-elu": [0.7, 1],
  // Below 0 it is a logarithm, which not every number has.
  "soft-exponential": [0.5, 1],
};
/** Neurons of each layer, and how many rows. */
const shapes = [
  { sizes: [3, 1, 2], batch: 1 },
  { sizes: [3, 4, 3], batch: 5 },
  { sizes: [2, 3, 3, 2], batch: 4 },
];
const seeds = [0, 1];

export const mlFnn: Library = {
  name: "ml-fnn",
  packages: { "ml-fnn": "5.0.0" },
  async open(load) {
    const lib = (await load("ml-fnn")) as MlFnn;
    const { Matrix } = (await load("ml-matrix")) as MlMatrix;

    function trial(
      op: string,
      shape: (typeof shapes)[number],
      seed: number,
      {
        activation,
        activationParam,
        regularization,
      }: { activation: string; activationParam?: number; regularization: number },
    ): Trial {
      const { sizes, batch } = shape;
      const parameter = activationParam === undefined ? "" : `, parameter ${activationParam}`;
      return {
        op,
        at: `${sizes.join(", ")} neurons, batch of ${batch}${parameter}, seed ${seed}`,
        check() {
          const random = rng(seed);
          const draw = (n: number) => Array.from({ length: n }, () => random.normal());
          const classes = Array.from({ length: sizes[sizes.length - 1] }, (_, j) => j);
          const rate = 0.5;
          // Only a net that is loaded gets its activation, or no regularization: the constructor looks names up among the
          // indices of an array, and takes tanh.
          const net = lib.load({
            model: "FNN",
            dicts: { inputs: classes, outputs: classes },
            layers: sizes.slice(1).map((outputSize, l) => ({
              model: "Layer",
              inputSize: sizes[l],
              outputSize,
              regularization,
              epsilon: rate,
              activation,
              activationParam,
              W: Matrix.from1DArray(sizes[l], outputSize, draw(sizes[l] * outputSize)),
              b: Matrix.from1DArray(1, outputSize, draw(outputSize)),
            })),
          });
          const inputs = Matrix.from1DArray(batch, sizes[0], draw(batch * sizes[0]));
          const labels = Array.from({ length: batch }, () => random.integer(classes.length));
          const matrices = Object.fromEntries(
            net.model.flatMap(({ W, b }, l) => [
              [`W${l}`, W],
              [`b${l}`, b],
            ]),
          );
          const read = () =>
            Object.fromEntries(Object.entries(matrices).map(([name, matrix]) => [name, matrix.to1DArray()]));
          const write = (weights: Weights) => {
            for (const [l, outputSize] of sizes.slice(1).entries())
              for (const name of [`W${l}`, `b${l}`])
                for (const [i, w] of weights[name].entries())
                  matrices[name].set(Math.floor(i / outputSize), i % outputSize, w);
          };
          const loss = () => {
            const probabilities = net.propagate(inputs);
            const cost = labels.reduce((sum, label, row) => sum - Math.log(probabilities.get(row, label)), 0);
            const squares = net.model.flatMap(({ W }) => W.to1DArray()).reduce((sum, w) => sum + w * w, 0);
            return cost + (regularization / 2) * squares;
          };
          const step = () => net.backpropagation(inputs, labels, net.propagate(inputs));
          return gradcheckFunction(updatingNet({ name: op, read, write, loss, step, rate }), { seed });
        },
      };
    }
    const ofActivations = Object.entries(activations).flatMap(([activation, parameters]) =>
      parameters.flatMap((activationParam) =>
        shapes.flatMap((shape) =>
          seeds.map((seed) =>
            trial(activation, shape, seed, { activation, activationParam, regularization: 0 }),
          ),
        ),
      ),
    );
    const regularized = shapes.flatMap((shape) =>
      seeds.map((seed) => trial("regularization", shape, seed, { activation: "tanh", regularization: 0.1 })),
    );
    return [...ofActivations, ...regularized];
  },
};
