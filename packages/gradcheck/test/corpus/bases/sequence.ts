// Recurrence and attention.
import { add, matmul, multiply, subtract, sum, type Tensor, tensors, transpose } from "@nudge/core";
import { columns, fill, joinColumns, rowSum, sigmoidSlope, softmax, tanhSlope } from "../algebra.ts";
import { base, type Tensors } from "../definition.ts";

/** Backpropagation through time over the states h_0 ... h_3; `clip` is applied to what passes each tanh. */
export function rnnGradients(
  G: Tensor,
  h: readonly Tensor[],
  { X, Wh }: Tensors,
  clip: (E: Tensor) => Tensor = (E) => E,
) {
  let D = G;
  const steps = [3, 2, 1].map((t) => {
    const E = clip(multiply(D, tanhSlope(h[t])));
    D = matmul(E, transpose(Wh));
    return { Wx: matmul(transpose(X.pick(t - 1)), E), Wh: matmul(transpose(h[t - 1]), E), b: sum(E, 0) };
  });
  const total = steps.reduce((a, b) => ({ Wx: add(a.Wx, b.Wx), Wh: add(a.Wh, b.Wh), b: add(a.b, b.b) }));
  return { last: steps[0], all: { ...total, h0: D } };
}

/** h_t = tanh(X[t]·Wx + h_{t−1}·Wh + b), three times; the cache is the states. */
export const rnn = base("rnn", 121, "*Wx[3,4] *Wh[4,4] *b[4] *h0[2,4] X[3,2,3]", {
  forward: ({ X, Wx, Wh, b, h0 }) => {
    const h = [h0];
    for (let t = 1; t <= 3; t++)
      h.push(tensors.tanh(add(add(matmul(X.pick(t - 1), Wx), matmul(h[t - 1], Wh)), b)));
    return [h[3], h];
  },
  backward: (G, h, tensors) => rnnGradients(G, h, tensors).all,
});

interface Gates {
  readonly i: Tensor;
  readonly f: Tensor;
  readonly o: Tensor;
  readonly g: Tensor;
  /** tanh of the new cell. */
  readonly t: Tensor;
}

/** The gradients of the four blocks of z, given that of the new cell. */
export const gateGradients = (G: Tensor, dc: Tensor, { i, f, o, g, t }: Gates, c0: Tensor) => ({
  i: multiply(multiply(dc, g), sigmoidSlope(i)),
  f: multiply(multiply(dc, c0), sigmoidSlope(f)),
  o: multiply(multiply(G, t), sigmoidSlope(o)),
  g: multiply(multiply(dc, i), tanhSlope(g)),
});

/** All gradients, given those of the new cell and of the blocks of z, side by side. */
export function lstmGradients(dc: Tensor, dz: Tensor, { f }: Gates, { X, h, W }: Tensors) {
  const inputs = matmul(dz, transpose(W));
  return {
    W: matmul(transpose(joinColumns(X, h)), dz),
    b: sum(dz, 0),
    X: columns(inputs, 0, 3),
    h: columns(inputs, 3, 7),
    c0: multiply(dc, f),
  };
}

export const cellGradient = (G: Tensor, { o, t }: Gates) => multiply(multiply(G, o), tanhSlope(t));

export const lstm = base("lstm", 140, "*X[2,3] *h[2,4] *c0[2,4] *W[7,16] *b[16]", {
  forward: ({ X, h, c0, W, b }) => {
    const z = add(matmul(joinColumns(X, h), W), b);
    const [i, f, o] = [0, 4, 8].map((from) => tensors.sigmoid(columns(z, from, from + 4)));
    const g = tensors.tanh(columns(z, 12, 16));
    const t = tensors.tanh(add(multiply(f, c0), multiply(i, g)));
    return [multiply(o, t), { i, f, o, g, t }];
  },
  backward: (G, gates, tensors) => {
    const dc = cellGradient(G, gates);
    const dz = gateGradients(G, dc, gates, tensors.c0);
    return lstmGradients(dc, joinColumns(dz.i, dz.f, dz.o, dz.g), gates, tensors);
  },
});

/** The gradients of Q and K, given that of their products. */
export const scoreGradients = (dS: Tensor, { Q, K }: Tensors) => ({
  Q: multiply(matmul(dS, K), 0.5),
  K: multiply(matmul(transpose(dS), Q), 0.5),
});

/** P ⊙ (dP − Σ dP ⊙ P): backward through the softmax of rows. */
export const softmaxGradient = (dP: Tensor, P: Tensor, total: (X: Tensor) => Tensor = rowSum) =>
  multiply(P, subtract(dP, total(multiply(dP, P))));

/** Causal attention; the cache is the weights. */
export const attention = base("attention", 125, "*Q[3,4] *K[3,4] *V[3,2]", {
  forward: ({ Q, K, V }) => {
    const S = multiply(matmul(Q, transpose(K)), 0.5);
    const P = softmax(fill(S.shape, (i, j) => (j > i ? -1e30 : S.get(i, j))));
    return [matmul(P, V), P];
  },
  backward: (G, P, tensors) => ({
    V: matmul(transpose(P), G),
    ...scoreGradients(softmaxGradient(matmul(G, transpose(tensors.V)), P), tensors),
  }),
});
