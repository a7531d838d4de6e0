// Maps that move, choose, gather or spread entries: convolution, pooling, lookup, masks, joining.
import { add, argmax, divide, multiply, sum, type Tensor, tensor, tensors, zeros } from "@nudge/core";
import { columns, fill, increment, joinColumns, tanhSlope, walk } from "../algebra.ts";
import { base } from "../definition.ts";

/** n, o, t, c, k of the convolution. */
const extent = [2, 3, 4, 2, 3];

const pad = (X: Tensor) => fill([2, 2, 9], (n, c, i) => (i === 0 || i === 8 ? 0 : X.get(n, c, i - 1)));

/** Entries from ... from + 6 of the last axis: 1 takes the padding away. */
export const crop = (Xp: Tensor, from: number) => Xp.lo(0, 0, from).hi(2, 2, 7);

/** The gradient of the padded input. */
export function paddedGradient(G: Tensor, W: Tensor, stride = 2): Tensor {
  const dXp = zeros([2, 2, 9]);
  walk(extent, (n, o, t, c, k) => increment(dXp, [n, c, stride * t + k], G.get(n, o, t) * W.get(o, c, k)));
  return dXp;
}

/** Stride 2, padding 1; the cache is the padded input. */
export const conv1d = base("conv1d", 116, "*X[2,2,7] *W[3,2,3] *b[3]", {
  forward: ({ X, W, b }) => {
    const Xp = pad(X);
    const Y = zeros([2, 3, 4]);
    walk(extent, (n, o, t, c, k) => increment(Y, [n, o, t], Xp.get(n, c, 2 * t + k) * W.get(o, c, k)));
    return [add(Y, tensors.reshape(b, [3, 1])), Xp];
  },
  backward: (G, Xp, { W }) => {
    const dW = zeros([3, 2, 3]);
    walk(extent, (n, o, t, c, k) => increment(dW, [o, c, k], G.get(n, o, t) * Xp.get(n, c, 2 * t + k)));
    return { X: crop(paddedGradient(G, W), 1), W: dW, b: sum(sum(G, 2), 0) };
  },
});

const window = (x: Tensor, t: number) => x.lo(2 * t).hi(3);

/** Windows of 3 at every second place; the cache is where each has its maximum. */
export const maxPool1d = base("maxpool1d", 117, "*X[2,2,9]", {
  forward: ({ X }) => {
    const best = fill([2, 2, 4], (n, c, t) => 2 * t + argmax(window(X.pick(n, c), t)));
    return [fill([2, 2, 4], (n, c, t) => X.get(n, c, best.get(n, c, t))), best];
  },
  backward: (G, best) => {
    const dX = zeros([2, 2, 9]);
    walk(G.shape, (n, c, t) => increment(dX, [n, c, best.get(n, c, t)], G.get(n, c, t)));
    return { X: dX };
  },
});

export const meanPool = base("meanpool", 130, "*X[2,3,4]", {
  forward: ({ X }) => [divide(sum(X, 2), 4), null],
  backward: (G, _, { X }) => ({ X: fill(X.shape, (n, c) => G.get(n, c) / 4) }),
});

export const ids = [1, 3, 1, 4, 1, 0];

export const embedding = base("embedding", 118, "*E[5,3]", {
  forward: ({ E }) => [fill([6, 3], (i, j) => E.get(ids[i], j)), null],
  backward: (G) => {
    const dE = zeros([5, 3]);
    walk(G.shape, (i, j) => increment(dE, [ids[i], j], G.get(i, j)));
    return { E: dE };
  },
});

const mask = tensor([
  [1, 0, 1, 1, 0],
  [1, 1, 0, 1, 1],
  [0, 1, 1, 0, 1],
  [1, 1, 1, 0, 0],
]);

export const applyMask = (X: Tensor, M: Tensor) => divide(multiply(X, M), 0.6);

export const dropout = base("dropout", 123, "*X[4,5]", {
  forward: ({ X }) => [applyMask(X, mask), mask],
  backward: (G, M) => ({ X: applyMask(G, M) }),
});

export const concat = base("concat", 132, "*P[3,2] *Q[3,2]", {
  forward: ({ P, Q }) => {
    const Y = tensors.tanh(joinColumns(P, Q));
    return [Y, Y];
  },
  backward: (G, Y) => {
    const D = multiply(G, tanhSlope(Y));
    return { P: columns(D, 0, 2), Q: columns(D, 2, 4) };
  },
});
