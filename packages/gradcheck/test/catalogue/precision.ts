// Bugs of a single entry, of a few digits, of a coefficient, and of a number that is none.
import { add, map, multiply, sqrt, square, type Tensor } from "@nudge/core";
import { dense } from "../../../layers/src/index.ts";
import { fill, put, rowSum } from "../corpus/algebra.ts";
import { linearBig } from "../corpus/bases/linear.ts";
import { mlpCe } from "../corpus/bases/networks.ts";
import { bugsOfLayer, bugsOfMap, type DrawnMap, spoil } from "./entry.ts";

/** The derivative of second order on a grid of 64 cells. */
const curvature: DrawnMap<null> = {
  data: "*u[10]",
  forward: ({ u }) => [fill([8], (i) => 64 ** 2 * (u.get(i) - 2 * u.get(i + 1) + u.get(i + 2))), null],
  backward: (dy) => {
    const at = (i: number) => (i >= 0 && i < 8 ? dy.get(i) : 0);
    return { u: fill([10], (i) => 64 ** 2 * (at(i) - 2 * at(i - 1) + at(i - 2))) };
  },
};

/** The length of each row; the second is zero, and the derivative there is taken as 0. */
const lengths: DrawnMap<Tensor> = {
  data: "*X[4,3]",
  change: ({ X }) => ({ X: fill(X.shape, (n, j) => (n === 1 ? 0 : X.get(n, j))) }),
  forward: ({ X }) => {
    const r = sqrt(rowSum(square(X)));
    return [r, r];
  },
  backward: (dy, r, { X }) => ({
    X: fill(X.shape, (n, j) => (r.get(n, 0) === 0 ? 0 : (dy.get(n, 0) * X.get(n, j)) / r.get(n, 0))),
  }),
};

/** The root where there is one. */
const maskedRoot: DrawnMap<null> = {
  data: "*X[6]",
  change: ({ X }) => ({ X: put(put(X, [2], -1), [3], 1) }),
  forward: ({ X }) => [map(X, (x) => (x > 0 ? Math.sqrt(x) : 0)), null],
  backward: (dy, _, { X }) => ({ X: map(dy, X, (d, x) => (x > 0 ? d / (2 * Math.sqrt(x)) : 0)) }),
};

/** The scale of five halves. */
const scaled: DrawnMap<null> = {
  data: "*X[3,4]",
  forward: ({ X }) => [multiply(X, 5 / 2), null],
  backward: (dy) => ({ X: multiply(dy, 5 / 2) }),
};

const layer = dense(3, 2);

export const precision = [
  ...bugsOfMap(scaled, [
    {
      row: 68,
      name: "integer division in a coefficient",
      kinds: ["factor"],
      gradients: (_, dy) => ({ X: multiply(dy, Math.floor(5 / 2)) }),
    },
  ]),
  ...bugsOfMap({ ...linearBig, data: "*W[40,40] X[4,40] T[4,40]" }, [
    {
      row: 70,
      name: "one entry of 1600 is 0",
      kinds: ["single-entry"],
      gradients: ({ W }) => ({ W: put(W, [39, 39], 0) }),
    },
  ]),
  ...bugsOfLayer(
    layer,
    [4, 3],
    [
      {
        row: 73,
        name: "1e-6 too much everywhere",
        kinds: ["missing-term"],
        layer: () => spoil(layer, ({ weight }) => ({ weight: add(weight, 1e-6) })),
      },
    ],
  ),
  ...bugsOfMap(mlpCe, [
    {
      row: 73,
      name: "biases 1e-6 too large",
      kinds: ["missing-term"],
      gradients: ({ b1 }) => ({ b1: add(b1, 1e-6) }),
    },
  ]),
  ...bugsOfMap(lengths, [
    {
      row: 76,
      name: "length of a zero row: 0/0",
      kinds: ["non-finite"],
      gradients: (_, dy, r, { X }) => ({
        X: fill(X.shape, (n, j) => (dy.get(n, 0) * X.get(n, j)) / r.get(n, 0)),
      }),
    },
  ]),
  ...bugsOfMap(maskedRoot, [
    {
      row: 76,
      name: "root in a branch that is not taken: 0 times NaN",
      kinds: ["non-finite"],
      gradients: (_, dy, __, { X }) => ({
        X: map(dy, X, (d, x) => (x > 0 ? 1 : 0) * (d / (2 * Math.sqrt(x)))),
      }),
    },
  ]),
  ...bugsOfMap(curvature, [
    {
      row: 79,
      name: "1/dx² forgotten on a grid of 64 cells",
      kinds: ["factor"],
      gradients: ({ u }) => ({ u: multiply(u, 1 / 64 ** 2) }),
    },
  ]),
];
