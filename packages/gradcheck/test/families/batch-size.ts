// A number of rows that backward has from elsewhere than its own pass: right for one batch size, and for no other.
import {
  add,
  createModel,
  defineLayer,
  defineLoss,
  divide,
  exp,
  map,
  matmul,
  mean,
  multiply,
  type Rows,
  rng,
  sqrt,
  square,
  subtract,
  sum,
  type Tensor,
  tensor,
  transpose,
  zeros,
} from "@nudge/core";
import { meanSquaredError } from "../../../layers/src/index.ts";
import { type GradcheckReport, gradcheck, gradcheckLoss } from "../../src/index.ts";
import type { Family, Member } from "./family.ts";

/** Which number of rows backward works with, of a pass on so many. */
type Count = (rows: number) => number;

const normal = (shape: readonly number[], seed: number, scale = 1) => {
  const stream = rng(seed);
  return map(zeros([...shape]), () => scale * stream.normal());
};

/** A member whose check is given the count of its backward pass; `rows` are those of the check. */
function member(name: string, rows: number, check: (count: Count, seed: number) => GradcheckReport): Member {
  const keepFirst = (): Count => {
    let first: number | undefined;
    return (own) => {
      first ??= own;
      return first;
    };
  };
  return {
    name: `${name}, ${rows} rows`,
    right: (seed) => check((own) => own, seed),
    wrong: {
      "written into the code": (seed) => check(() => rows, seed),
      "kept from the first pass": (seed) => check(keepFirst(), seed),
    },
  };
}

/** A loss of differences r = prediction - target: the mean over the rows of Σ f(r), f entry by entry. */
const lossOf = (
  name: string,
  rows: number,
  f: (r: number) => number,
  slope: (r: number) => number,
  more: { readonly row?: readonly number[]; readonly scale?: number } = {},
) =>
  member(name, rows, (count, seed) => {
    const loss = defineLoss("loss", () => ({
      forward(prediction, target) {
        const r = subtract(prediction, target);
        return [sum(map(r, f)) / r.shape[0], r];
      },
      backward: (r: Tensor) => divide(map(r, slope), count(r.shape[0])),
    }));
    const shape = [rows, ...(more.row ?? [3])];
    const [prediction, target] = [normal(shape, seed, more.scale), normal(shape, seed + 1, more.scale)];
    return gradcheckLoss(loss(), { prediction, target, seed });
  });

/** The same for labels: softmax and cross-entropy. */
const labelled = (rows: number, kind: string, labelsOf: (labels: number[]) => Rows) =>
  member(`cross-entropy with ${kind}`, rows, (count, seed) => {
    const classes = 4;
    const probabilities = (x: Tensor) => {
      const e = exp(x);
      return divide(e, sum(e, 1, { keepDims: true }));
    };
    const oneHot = (target: Tensor, n: number) => {
      const y = zeros([n, classes]);
      for (let i = 0; i < n; i++) y.set(i, target.get(i), 1);
      return y;
    };
    const loss = defineLoss("loss", () => ({
      forward(x, target) {
        const [p, y] = [probabilities(x), oneHot(target, x.shape[0])];
        return [-sum(multiply(y, map(p, Math.log))) / x.shape[0], { p, y }];
      },
      backward: ({ p, y }: { p: Tensor; y: Tensor }) => divide(subtract(p, y), count(p.shape[0])),
    }));
    const labels = Array.from({ length: rows }, (_, i) => (i + seed) % classes);
    return gradcheckLoss(loss(), {
      prediction: normal([rows, classes], seed),
      target: labelsOf(labels),
      seed,
    });
  });

/** A layer x -> y over the rows of x, whose backward pass is given a count. */
const layerOf = (
  name: string,
  shape: readonly number[],
  forward: (x: Tensor) => Tensor,
  backward: (dy: Tensor, x: Tensor, count: Count) => Tensor,
  scale = 1,
) =>
  member(name, shape[0], (count, seed) => {
    const layer = defineLayer("layer", () => ({
      forward: (x: Tensor) => [forward(x), x],
      backward: (dy, x: Tensor) => ({ input: backward(dy, x, count) }),
    }));
    return gradcheck(layer(), { input: normal(shape, seed, scale), seed });
  });

const meanOverRows = (x: Tensor) => mean(x, 0);

/** y = x less its mean over the rows, squared, all at a scale. */
const centred = (shape: readonly number[], scale = 1) =>
  layerOf(
    `[${shape}] less its mean at ${scale}, squared`,
    shape,
    (x) => square(subtract(x, meanOverRows(x))),
    (dy, x, count) => {
      const dz = multiply(2, multiply(dy, subtract(x, meanOverRows(x))));
      return subtract(dz, divide(sum(dz, 0), count(x.shape[0])));
    },
    scale,
  );

/** y = (x - mean) / sqrt(variance + 1e-3), over the rows. */
const standardized = (shape: readonly number[]) =>
  layerOf(
    `[${shape}] standardized`,
    shape,
    (x) => {
      const z = subtract(x, meanOverRows(x));
      return divide(z, sqrt(add(meanOverRows(square(z)), 1e-3)));
    },
    (dy, x, count) => {
      const n = count(x.shape[0]);
      const z = subtract(x, meanOverRows(x));
      const s = sqrt(add(meanOverRows(square(z)), 1e-3));
      const along = divide(sum(multiply(dy, z), 0), multiply(n, multiply(s, square(s))));
      return subtract(subtract(divide(dy, s), divide(divide(sum(dy, 0), n), s)), multiply(z, along));
    },
  );

/** y = x W / n: only the gradient of W, or of x too, may have the wrong count. */
const averaging = (rows: number, of: "W" | "both") =>
  member(`x W over the number of rows, in ${of}`, rows, (count, seed) => {
    const layer = defineLayer("layer", () => ({
      parameters: { W: normal([3, 2], seed + 5) },
      forward: (x, { W }) => [divide(matmul(x, W), x.shape[0]), x],
      backward: (dy, x: Tensor, { W }) => ({
        input: divide(matmul(dy, transpose(W)), of === "W" ? x.shape[0] : count(x.shape[0])),
        W: divide(matmul(transpose(x), dy), count(x.shape[0])),
      }),
    }));
    return gradcheck(layer(), { input: [rows, 3], seed });
  });

/** Rows of a table, chosen by whole numbers that have no gradient, over the number of them. */
const lookup = (rows: number) =>
  member("rows of a table", rows, (count, seed) => {
    const layer = defineLayer("layer", () => ({
      parameters: { table: normal([5, 2], seed + 5) },
      forward(x: Tensor, { table }) {
        const y = zeros([x.size, 2]);
        for (let i = 0; i < x.size; i++)
          for (let j = 0; j < 2; j++) y.set(i, j, table.get(x.get(i), j) ** 2 / x.size);
        return [y, x];
      },
      backward(dy, x: Tensor, { table }) {
        const d = zeros([5, 2]);
        for (let i = 0; i < x.size; i++)
          for (let j = 0; j < 2; j++) {
            const k = x.get(i);
            d.set(k, j, d.get(k, j) + (2 * table.get(k, j) * dy.get(i, j)) / count(x.size));
          }
        return { input: null, table: d };
      },
    }));
    const input = tensor(Array.from({ length: rows }, (_, i) => (i * 2 + seed) % 5));
    return gradcheck(layer(), { input, seed });
  });

/** Entries dropped at random, then the mean over the rows taken off. */
const dropped = (rows: number) =>
  member("entries dropped at random, less their mean", rows, (count, seed) => {
    const layer = defineLayer("layer", () => ({
      forward(x: Tensor, _parameters, { training, rng }) {
        const mask = map(x, () => (training && rng.uniform() < 0.3 ? 0 : 1));
        const y = multiply(x, mask);
        return [subtract(y, meanOverRows(y)), mask];
      },
      backward: (dy, mask: Tensor) => ({
        input: multiply(subtract(dy, divide(sum(dy, 0), count(dy.shape[0]))), mask),
      }),
    }));
    return gradcheck(layer(), { input: [rows, 3], seed });
  });

/** A layer within a model, with its loss behind it. */
const inModel = (rows: number) =>
  member("x W less its mean in a model", rows, (count, seed) => {
    const layer = defineLayer("layer", () => ({
      parameters: { W: normal([3, 2], seed + 5) },
      forward(x, { W }) {
        const y = matmul(x, W);
        return [square(subtract(y, meanOverRows(y))), { x, z: subtract(y, meanOverRows(y)) }];
      },
      backward(dy, { x, z }: { x: Tensor; z: Tensor }, { W }) {
        const dz = multiply(2, multiply(dy, z));
        const d = subtract(dz, divide(sum(dz, 0), count(x.shape[0])));
        return { input: matmul(d, transpose(W)), W: matmul(transpose(x), d) };
      },
    }));
    const [input, target] = [normal([rows, 3], seed), normal([rows, 2], seed + 1)];
    return gradcheck(createModel(layer()), { input, target, loss: meanSquaredError(), seed });
  });

export const batchSize: Family = {
  name: "a number of rows from elsewhere",
  members: [
    lossOf(
      "mean squared error",
      4,
      (r) => r * r,
      (r) => 2 * r,
    ),
    lossOf(
      "mean squared error at 1e6",
      7,
      (r) => r * r,
      (r) => 2 * r,
      { scale: 1e6 },
    ),
    lossOf("log cosh of single numbers", 3, (r) => Math.log(Math.cosh(r)), Math.tanh, { row: [] }),
    lossOf(
      "the root of 1 + r²",
      33,
      (r) => Math.sqrt(1 + r * r),
      (r) => r / Math.sqrt(1 + r * r),
      { row: [2, 2] },
    ),
    labelled(6, "labels in a list", (labels) => labels),
    labelled(9, "labels in an array", (labels) => Int32Array.from(labels)),
    centred([8, 3]),
    centred([5, 2, 3]),
    centred([6], 1e-5),
    centred([40, 1], 1e4),
    standardized([3, 4]),
    standardized([10, 2]),
    averaging(4, "W"),
    averaging(12, "both"),
    lookup(5),
    dropped(9),
    inModel(5),
  ],
};
