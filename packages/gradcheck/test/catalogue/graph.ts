// Bugs in how gradients come together: tensors used twice, branches, shared weights, parts of a tensor.
import { add, map, matmul, multiply, square, sum, type Tensor, tensors, transpose } from "@nudge/core";
import { columns, fill, joinColumns, tanhSlope } from "../corpus/algebra.ts";
import { linear } from "../corpus/bases/linear.ts";
import { residual, tied } from "../corpus/bases/networks.ts";
import { bugsOfMap, type DrawnMap } from "./entry.ts";

/** y = a b + a */
const usedTwice: DrawnMap<null> = {
  data: "*a[3,4] *b[3,4]",
  forward: ({ a, b }) => [add(multiply(a, b), a), null],
  backward: (dy, _, { a, b }) => ({ a: add(multiply(dy, b), dy), b: multiply(dy, a) }),
};

interface Diamond {
  readonly u: Tensor;
  readonly v: Tensor;
}

/** u = x², v = tanh u, y = v + c u */
const diamond: DrawnMap<Diamond> = {
  data: "*x[6] *c[6]",
  forward: ({ x, c }) => {
    const u = square(x);
    const v = tensors.tanh(u);
    return [add(v, multiply(c, u)), { u, v }];
  },
  backward: (dy, { u, v }, { x, c }) => ({
    x: multiply(multiply(2, x), multiply(dy, add(tanhSlope(v), c))),
    c: multiply(dy, u),
  }),
};

interface TwoReluLayers {
  readonly h: Tensor;
  readonly y: Tensor;
}

const positive = (x: number) => Math.max(x, 0);
const masked = (dy: Tensor, by: Tensor) => map(dy, by, (d, h) => (h > 0 ? d : 0));

/** y = relu(relu(X V) W), so square that one mask fits in the place of the other. */
const twoRelus: DrawnMap<TwoReluLayers> = {
  data: "*V[4,4] *W[4,4] X[12,4]",
  forward: ({ X, V, W }) => {
    const h = map(matmul(X, V), positive);
    const y = map(matmul(h, W), positive);
    return [y, { h, y }];
  },
  backward: (dy, { h, y }, { X, W }) => {
    const E = masked(dy, y);
    return {
      W: matmul(transpose(h), E),
      V: matmul(transpose(X), masked(matmul(E, transpose(W)), h)),
    };
  },
};

/** Y = tanh [P Q] */
const joined: DrawnMap<Tensor> = {
  data: "*P[3,2] *Q[3,3]",
  forward: ({ P, Q }) => {
    const Y = tensors.tanh(joinColumns(P, Q));
    return [Y, Y];
  },
  backward: (dy, Y) => {
    const D = multiply(dy, tanhSlope(Y));
    return { P: columns(D, 0, 2), Q: columns(D, 2, 5) };
  },
};

export const graphs = [
  ...bugsOfMap(twoRelus, [
    {
      row: 15,
      name: "relu masked by the units of another layer",
      kinds: ["input-gradient", "support"],
      gradients: (_, dy, { h, y }, { X, W }) => ({
        V: matmul(transpose(X), masked(matmul(masked(dy, y), transpose(W)), y)),
        W: matmul(transpose(h), masked(dy, y)),
      }),
    },
  ]),
  ...bugsOfMap(usedTwice, [
    {
      row: 42,
      name: "the gradient of the second use written over that of the first",
      kinds: ["missing-term"],
      gradients: (_, dy) => ({ a: dy }),
    },
  ]),
  ...bugsOfMap(diamond, [
    {
      row: 43,
      name: "a path through a diamond counted twice",
      kinds: ["missing-term"],
      gradients: (_, dy, { v }, { x, c }) => ({
        x: multiply(multiply(2, x), multiply(dy, add(multiply(2, tanhSlope(v)), c))),
      }),
    },
  ]),
  ...bugsOfMap(linear, [
    {
      row: 45,
      name: "a shared gradient cleared by the second half of the batch",
      kinds: ["missing-sum"],
      gradients: (_, dy, __, { X }) => ({
        W: matmul(transpose(X.lo(3, 0)), dy.lo(3, 0)),
        b: sum(dy.lo(3, 0), 0),
      }),
    },
  ]),
  ...bugsOfMap({ ...linear, data: "*X[5,3] *W[3,16] *b[16]" }, [
    {
      row: 49,
      name: "only the first of four heads gets a gradient",
      kinds: ["support"],
      gradients: ({ W, b }) => ({
        W: fill(W.shape, (i, j) => (j < 4 ? W.get(i, j) : 0)),
        b: fill(b.shape, (j) => (j < 4 ? b.get(j) : 0)),
      }),
    },
  ]),
  ...bugsOfMap(tied, [
    {
      row: 46,
      name: "tied weights: the decoder's use only",
      kinds: ["missing-term"],
      gradients: (_, dy, { H, D }) => ({ W: multiply(dy, matmul(transpose(D), H)) }),
    },
  ]),
  ...bugsOfMap(residual, [
    {
      row: 47,
      name: "skip connection contributes nothing",
      kinds: ["missing-term"],
      gradients: (_, dy, A, { W }) => ({ X: matmul(multiply(dy, tanhSlope(A)), transpose(W)) }),
    },
  ]),
  ...bugsOfMap(joined, [
    {
      row: 50,
      name: "parts of a join split one column too early",
      kinds: ["permuted"],
      gradients: (_, dy, Y) => ({ Q: columns(multiply(dy, tanhSlope(Y)), 1, 4) }),
    },
  ]),
];
