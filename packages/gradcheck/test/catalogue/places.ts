// Bugs in looking up, pooling and convolving: gradients that go to the wrong place.
import { add, max, multiply, type Tensor, zeros } from "@nudge/core";
import { fill, increment, walk } from "../corpus/algebra.ts";
import { conv1d, crop, embedding, ids, paddedGradient } from "../corpus/bases/places.ts";
import { rowMax } from "../corpus/bases/rows.ts";
import { bugsOfMap, type DrawnMap } from "./entry.ts";

/** Columns of X, one of them twice. */
const taken = [1, 3, 1];
const take: DrawnMap<null> = {
  data: "*X[4,4]",
  forward: ({ X }) => [fill([4, 3], (n, i) => X.get(n, taken[i])), null],
  backward: (dy, _, { X }) => {
    const dX = zeros(X.shape);
    walk(dy.shape, (n, i) => increment(dX, [n, taken[i]], dy.get(n, i)));
    return { X: dX };
  },
};

/** How many entries of a row of 6 are in the window of 3 around t. */
const inside = (t: number) => (t === 0 || t === 5 ? 2 : 3);
const around = (t: number, j: number) => Math.abs(t - j) <= 1;

/** The mean of the neighbours that are there. */
const averagePool: DrawnMap<null> = {
  data: "*X[2,6]",
  forward: ({ X }) => {
    const Y = zeros([2, 6]);
    walk([2, 6, 6], (n, t, j) => increment(Y, [n, t], around(t, j) ? X.get(n, j) / inside(t) : 0));
    return [Y, null];
  },
  backward: (dy) => ({ X: spread(dy, inside) }),
};

function spread(dy: Tensor, count: (t: number) => number): Tensor {
  const dX = zeros([2, 6]);
  walk([2, 6, 6], (n, t, j) => increment(dX, [n, j], around(t, j) ? dy.get(n, t) / count(t) : 0));
  return dX;
}

/** y_t = Σ_k w_k x_(t+k) */
const convolution: DrawnMap<null> = {
  data: "*x[8] *w[3]",
  forward: ({ x, w }) => [fill([6], (t) => [0, 1, 2].reduce((y, k) => y + w.get(k) * x.get(t + k), 0)), null],
  backward: (dy, _, { x, w }) => ({
    x: through(dy, w),
    w: fill([3], (k) => [0, 1, 2, 3, 4, 5].reduce((d, t) => d + dy.get(t) * x.get(t + k), 0)),
  }),
};

function through(dy: Tensor, w: Tensor): Tensor {
  const dx = zeros([8]);
  walk([6, 3], (t, k) => increment(dx, [t + k], dy.get(t) * w.get(k)));
  return dx;
}

export const places = [
  ...bugsOfMap(embedding, [
    {
      row: 51,
      name: "embedding: a row that is used again loses what came before",
      kinds: ["support", "missing-sum"],
      gradients: ({ E }, dy) => ({
        E: fill(E.shape, (id, j) => (ids.includes(id) ? dy.get(ids.lastIndexOf(id), j) : 0)),
      }),
    },
  ]),
  ...bugsOfMap(take, [
    {
      row: 52,
      name: "take: gathered along axis 1, scattered along axis 0",
      kinds: ["wrong-axis", "transposed"],
      gradients: (_, dy, __, { X }) => {
        const dX = zeros(X.shape);
        walk(dy.shape, (n, i) => increment(dX, [taken[i], n], dy.get(n, i)));
        return { X: dX };
      },
    },
    {
      row: 52,
      name: "take: repeated columns overwritten",
      kinds: ["support", "missing-sum"],
      gradients: ({ X }, dy) => ({
        X: fill(X.shape, (n, j) => (taken.includes(j) ? dy.get(n, taken.lastIndexOf(j)) : 0)),
      }),
    },
  ]),
  ...bugsOfMap(rowMax, [
    {
      row: 53,
      name: "maximum: gradient to the wrong cell",
      gradients: (_, dy, best, { X }) => ({
        X: fill(X.shape, (n, j) => (j === (best.get(n) + 1) % 5 ? dy.get(n) : 0)),
      }),
    },
  ]),
  ...bugsOfMap({ ...rowMax, change: ({ X }) => ({ X: add(1, multiply(X, 1e-8)) }) }, [
    {
      row: 53,
      name: "maximum: gradient to all cells within 1e-6 of it",
      gradients: (_, dy, __, { X }) => ({
        X: fill(X.shape, (n, j) => (X.get(n, j) > max(X.pick(n)) - 1e-6 ? dy.get(n) : 0)),
      }),
    },
  ]),
  ...bugsOfMap(averagePool, [
    {
      row: 54,
      name: "average pooling: padding counted in backward only",
      kinds: ["factor", "support"],
      gradients: (_, dy) => ({ X: spread(dy, () => 3) }),
    },
  ]),
  ...bugsOfMap(convolution, [
    {
      row: 55,
      name: "convolution: kernel not turned round",
      kinds: ["permuted"],
      gradients: (_, dy, __, { w }) => ({ x: through(dy, w.step(-1)) }),
    },
  ]),
  ...bugsOfMap(conv1d, [
    {
      row: 56,
      name: "convolution: stride ignored in backward",
      kinds: ["permuted", "support"],
      gradients: (_, dy, __, { W }) => ({ X: crop(paddedGradient(dy, W, 1), 1) }),
    },
    {
      row: 56,
      name: "convolution: padding ignored in backward",
      kinds: ["permuted"],
      gradients: (_, dy, __, { W }) => ({ X: crop(paddedGradient(dy, W), 0) }),
    },
  ]),
];
