// At kinks, and between many of them.
import { add, map, matmul, maximum, multiply, sum, type Tensor, tensor, transpose } from "@nudge/core";
import { fill, put } from "../../corpus/algebra.ts";
import { hinge, huber, labels } from "../../corpus/bases/losses.ts";
import { maxPool1d } from "../../corpus/bases/places.ts";
import { absolute, clip, leakyRelu, pointwise, relu } from "../../corpus/bases/pointwise.ts";
import type { DrawnMap } from "../entry.ts";
import { entry, off, trap } from "./trap.ts";

/** Σ |x| with zeros in it, and any subgradient of it there. */
const absolutes = (atZero: number): DrawnMap<null> => ({
  data: "*X[6]",
  change: ({ X }) => ({ X: fill(X.shape, (i) => (i % 2 === 0 ? 0 : X.get(i))) }),
  forward: ({ X }) => [tensor(sum(map(X, Math.abs))), null],
  backward: (dy, _, { X }) => ({ X: map(X, (x) => dy.get() * (x === 0 ? atZero : Math.sign(x))) }),
});

/** y = relu(X W) with rows of X that are zero. */
const paddedRows: DrawnMap<Tensor> = {
  data: "X[5,3] *W[3,4]",
  change: ({ X }) => ({ X: fill(X.shape, (n, i) => (n < 2 ? 0 : X.get(n, i))) }),
  forward: ({ X, W }) => {
    const Y = maximum(matmul(X, W), 0);
    return [Y, Y];
  },
  backward: (dy, Y, { X }) => ({
    W: matmul(
      transpose(X),
      map(dy, Y, (d, y) => (y > 0 ? d : 0)),
    ),
  }),
};

/** The same with a bias that starts at zero: it moves the units of the zero rows off their kink. */
const paddedRowsWithBias: DrawnMap<Tensor> = {
  data: "X[5,3] *W[3,4] *b[4]",
  change: ({ X, b }) => ({
    X: fill(X.shape, (n, i) => (n < 2 ? 0 : X.get(n, i))),
    b: multiply(b, 0),
  }),
  forward: ({ X, W, b }) => {
    const Y = maximum(add(matmul(X, W), b), 0);
    return [Y, Y];
  },
  backward: (dy, Y, { X }) => {
    const E = map(dy, Y, (d, y) => (y > 0 ? d : 0));
    return { W: matmul(transpose(X), E), b: sum(E, 0) };
  },
};

const median: DrawnMap<null> = {
  data: "*X[4,5]",
  forward: ({ X }) => [fill([4], (n) => X.get(n, middle(X, n))), null],
  backward: (dy, _, { X }) => ({ X: fill(X.shape, (n, j) => (j === middle(X, n) ? dy.get(n) : 0)) }),
};

const middle = (X: Tensor, n: number) => [0, 1, 2, 3, 4].sort((i, j) => X.get(n, i) - X.get(n, j))[2];

/** The larger of two, and half of the gradient to each where they are equal. */
const larger: DrawnMap<null> = {
  data: "*a[6] *b[6]",
  change: ({ a, b }) => ({ b: fill(b.shape, (i) => a.get(i) + [0, 0, 0, 1, -1, b.get(i)][i]) }),
  forward: ({ a, b }) => [maximum(a, b), null],
  backward: (dy, _, { a, b }) => {
    const share = map(a, b, (x, y) => (x === y ? 0.5 : x > y ? 1 : 0));
    return {
      a: multiply(dy, share),
      b: multiply(
        dy,
        map(share, (s) => 1 - s),
      ),
    };
  },
};

const ties: DrawnMap<Tensor> = {
  ...maxPool1d,
  change: ({ X }) => ({ X: map(X, (x) => Math.round(2 * x) / 2) }),
};

/** A hundred lines that touch a parabola, 1e-6 apart. */
const envelope: DrawnMap<null> = {
  data: "*X[4]{-4e-5,4e-5}",
  ...pointwise(
    (x) => touching(x) * (2 * x - touching(x)),
    (x) => 2 * touching(x),
  ),
  backward: (dy, _, { X }) => ({ X: map(dy, X, (d, x) => d * 2 * touching(x)) }),
  forward: ({ X }) => [map(X, (x) => touching(x) * (2 * x - touching(x))), null],
};
const touching = (x: number) => 1e-6 * Math.round(x / 1e-6);

const hardSwish = pointwise(
  (x) => (x * Math.min(Math.max(x + 3, 0), 6)) / 6,
  (x) => (x <= -3 ? 0 : x >= 3 ? 1 : (2 * x + 3) / 6),
);

const smoothAbs = pointwise(
  (x) => x * Math.abs(x),
  (x) => 2 * Math.abs(x),
);

export const kinks = [
  trap("ties in max pooling", ties, {
    "X[0, 0, 0] is 3": entry("X", [0, 0, 0], 3),
    "-3 where the maximum is": (right) => ({ X: map(right.X, (g) => (g === 0 ? 0 : -3)) }),
  }),
  trap("|x| at 0, derivative 0", absolutes(0), {
    "2 at 0": entry("X", [2], 2),
    "X[1] is 0": entry("X", [1]),
  }),
  trap("|x| at 0, derivative 1", absolutes(1)),
  trap("|x| at 0, derivative -1/3", absolutes(-1 / 3)),
  trap("relu with rows of zeros", paddedRows, { "off by 1e-5": off("W", 1e-5) }),
  trap(
    "relu with rows of zeros and a bias of zeros",
    paddedRowsWithBias,
    { "b is 0": (right) => ({ b: multiply(right.b, 0) }) },
    { undecidable: true },
  ),
  trap(
    "relu within 1e-12 of 0",
    { ...relu, data: "*X[8]{-1e-12,1e-12}", change: undefined },
    { "off by 1e-3": off("X", 1e-3) },
  ),
  trap(
    "leaky relu at 0",
    { ...leakyRelu, data: "*X[8]", change: ({ X }) => ({ X: put(put(X, [0], 0), [5], 0) }) },
    { "X[0] is 1.01": entry("X", [0], 2) },
  ),
  trap(
    "hinge at the margin",
    {
      ...hinge,
      change: ({ S_ }) => ({
        S_: fill(S_.shape, (n, j) => (j === labels[n] ? 1 : j === 2 ? 0 : S_.get(n, j))),
      }),
    },
    { "off by 1e-3": off("S_", 1e-3) },
  ),
  trap(
    "clip at its limits",
    { ...clip, data: "*X[6]{-2,2}", change: ({ X }) => ({ X: put(put(X, [0], 1), [3], -1) }) },
    { "X[0] is 2": entry("X", [0], 2) },
  ),
  trap(
    "huber at its knees",
    { ...huber, change: () => ({ E: tensor([0.5, -0.5, 0.5, 0.5, -0.5, 1, 0.1, 0]) }) },
    { "off by 1e-5": off("E", 1e-5) },
  ),
  trap(
    "x |x| at 0",
    { data: "*X[6]", change: ({ X }) => ({ X: put(X, [2], 0) }), ...smoothAbs },
    { "X[2] is 1e-3": entry("X", [2], 1e-3) },
  ),
  trap(
    "x |x| within 1e-9 of 0",
    { data: "*X[6]{-1e-9,1e-9}", ...smoothAbs },
    { "off by 1e-5": off("X", 1e-5) },
  ),
  trap(
    "hard swish at its knees",
    { data: "*X[6]{-5,5}", change: ({ X }) => ({ X: put(put(X, [1], 3), [4], -3) }), ...hardSwish },
    { "off by 1e-5": off("X", 1e-5) },
  ),
  trap("the larger of equal tensors", larger, { "a off by 1e-3": off("a", 1e-3) }),
  trap("median", median, { "off by 1e-5": off("X", 1e-5) }),
  trap(
    "|sin 1000 x|",
    {
      data: "*X[8]",
      ...pointwise(
        (x) => Math.abs(Math.sin(1000 * x)),
        (x) => 1000 * Math.cos(1000 * x) * Math.sign(Math.sin(1000 * x)),
      ),
    },
    { "off by 1e-5": off("X", 1e-5) },
  ),
  trap("a parabola of chords 1e-6 long", envelope, { "off by 1e-2": off("X", 1e-2) }),
  trap(
    "|x| within 1e-13 of 0",
    { ...absolute, data: "*X[6]{-1e-13,1e-13}", change: undefined },
    { "X[3] is 0": entry("X", [3]) },
    { undecidable: true },
  ),
];
