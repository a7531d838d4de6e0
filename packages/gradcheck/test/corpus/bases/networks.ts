// Several layers in a row, beside each other, or with shared weights.
import {
  add,
  map,
  matmul,
  mean,
  multiply,
  square,
  subtract,
  sum,
  type Tensor,
  tensor,
  tensors,
  transpose,
} from "@nudge/core";
import { fill, logSumExp, sigmoidSlope, softmax, tanhSlope } from "../algebra.ts";
import { base, type Passes, type Tensors } from "../definition.ts";
import { squaredErrorGradient } from "./linear.ts";

interface Mlp {
  readonly Z: Tensor;
  readonly H: Tensor;
  readonly P: Tensor;
  /** The gradient of the loss with respect to the logits. */
  readonly D: Tensor;
}

/** All gradients of the two layers, given that of the logits and the slope of the hidden units. */
export function mlpGradients(D: Tensor, slope: Tensor, H: Tensor, { X, W2 }: Tensors) {
  const E = multiply(matmul(D, transpose(W2)), slope);
  return { W1: matmul(transpose(X), E), b1: sum(E, 0), W2: matmul(transpose(H), D), b2: sum(D, 0) };
}

/** X → tanh → logits → mean cross-entropy. */
export function mlpCrossEntropy(labels: readonly number[]): Passes<Mlp> {
  return {
    forward: ({ X, W1, b1, W2, b2 }) => {
      const Z = add(matmul(X, W1), b1);
      const H = tensors.tanh(Z);
      const O = add(matmul(H, W2), b2);
      const P = softmax(O);
      const logs = logSumExp(O);
      const losses = labels.map((label, n) => logs.get(n, 0) - O.get(n, label));
      const D = fill(P.shape, (n, j) => (P.get(n, j) - (j === labels[n] ? 1 : 0)) / labels.length);
      return [tensor(mean(tensor(losses))), { Z, H, P, D }];
    },
    backward: (G, { H, D }, tensors) => mlpGradients(multiply(G, D), tanhSlope(H), H, tensors),
  };
}

export const mlpCe = base(
  "mlp_ce",
  105,
  "*W1[4,6] *b1[6] *W2[6,3] *b2[3] X[8,4]",
  mlpCrossEntropy([0, 1, 2, 0, 1, 2, 1, 0]),
);

export const reluMlp = base("relu_mlp.plain", 150, "*W1[4,6] *b1[6] *W2[6,2] X[5,4] T[5,2]", {
  forward: ({ X, W1, b1, W2, T }) => {
    const H = map(add(matmul(X, W1), b1), (z) => Math.max(z, 0));
    const Y = matmul(H, W2);
    return [tensor(mean(square(subtract(Y, T)))), { H, Y }];
  },
  backward: (G, { H, Y }, { X, W2, T }) => {
    const D = squaredErrorGradient(G, Y, T);
    const E = map(matmul(D, transpose(W2)), H, (e, h) => (h > 0 ? e : 0));
    return { W2: matmul(transpose(H), D), W1: matmul(transpose(X), E), b1: sum(E, 0) };
  },
});

export const neuron = base("neuron", 148, "*w[6] x[6]", {
  counted: false,
  forward: ({ w, x }) => {
    const Y = tensors.tanh(multiply(w, x));
    return [Y, Y];
  },
  backward: (G, Y, { x }) => ({ w: multiply(multiply(G, tanhSlope(Y)), x) }),
});

/** Y = X + tanh(X·W); the cache is the branch. */
export const residual = base("residual", 119, "*X[4,3] *W[3,3]", {
  forward: ({ X, W }) => {
    const A = tensors.tanh(matmul(X, W));
    return [add(X, A), A];
  },
  backward: (G, A, { X, W }) => {
    const D = multiply(G, tanhSlope(A));
    return { W: matmul(transpose(X), D), X: add(G, matmul(D, transpose(W))) };
  },
});

/** An autoencoder with one matrix: R = tanh(X·W)·Wᵀ − X, and the loss is the mean of R². */
export const tied = base("tied", 120, "*W[4,3] X[5,4]", {
  forward: ({ W, X }) => {
    const H = tensors.tanh(matmul(X, W));
    const R = subtract(matmul(H, transpose(W)), X);
    return [tensor(mean(square(R))), { H, D: multiply(R, 2 / 20) }];
  },
  backward: (G, { H, D }, { W, X }) => {
    const encoder = matmul(transpose(X), multiply(matmul(D, W), tanhSlope(H)));
    return { W: multiply(G, add(encoder, matmul(transpose(D), H))) };
  },
});

const depths = [1, 2, 3, 4, 5, 6, 7, 8];

/** Eight logistic layers: the gradient of the first is a billion times smaller than that of the last. */
export const deep8 = base("deep8", 141, `${depths.map((l) => `*W${l}[4,4]{-0.2,0.2}`).join(" ")} X[3,4]`, {
  forward: (values) => {
    const h = [values.X];
    for (const l of depths) h.push(tensors.sigmoid(matmul(h[l - 1], values[`W${l}`])));
    return [h[8], h];
  },
  backward: (G, h, values) => {
    const gradients: Record<string, Tensor> = {};
    let D = G;
    for (const l of depths.toReversed()) {
      const E = multiply(D, sigmoidSlope(h[l]));
      gradients[`W${l}`] = matmul(transpose(h[l - 1]), E);
      D = matmul(E, transpose(values[`W${l}`]));
    }
    return gradients;
  },
});
