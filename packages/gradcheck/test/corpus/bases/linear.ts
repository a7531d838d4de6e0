// Maps that are linear in each of their tensors.
import {
  add,
  matmul,
  mean,
  multiply,
  square,
  subtract,
  sum,
  type Tensor,
  tensor,
  transpose,
} from "@nudge/core";
import { base, type Passes, type Tensors } from "../definition.ts";

const affine: Passes<null> = {
  forward: ({ X, W, b }) => [add(matmul(X, W), b), null],
  backward: (G, _, { X, W }) => ({ X: matmul(G, transpose(W)), ...weightGradients(G, X) }),
};

export const linear = base("linear", 101, "*X[5,4] *W[4,3] *b[3]", affine);

export const linearSquare = base("linear_sq", 102, "*X[4,4] *W[4,4] *b[4]", affine);

export const scale = base("scale", 133, "*s[] *X[3,4]", {
  forward: ({ s, X }) => [multiply(s, X), null],
  backward: (G, _, { s, X }) => ({ s: tensor(sum(multiply(G, X))), X: multiply(s, G) }),
});

export const biasAdd = base("bias_add", 137, "*X[3,4] *v[4]", {
  forward: ({ X, v }) => [add(X, v), null],
  backward: (G) => ({ X: G, v: sum(G, 0) }),
});

/** The gradients of W and b in X·W + b, given that of the whole. */
export const weightGradients = (E: Tensor, X: Tensor) => ({ W: matmul(transpose(X), E), b: sum(E, 0) });

/** The gradient of G · mean (Y − T)² with respect to Y. */
export const squaredErrorGradient = (G: Tensor, Y: Tensor, T: Tensor) =>
  multiply(G, multiply(2 / Y.size, subtract(Y, T)));

/** Mean squared error; the cache is the prediction. */
export const mse = base("mse", 103, "*W[4,3] *b[3] X[6,4] T[6,3]", {
  forward: ({ W, b, X, T }) => {
    const Y = add(matmul(X, W), b);
    return [tensor(mean(square(subtract(Y, T)))), Y];
  },
  backward: (G, Y, { X, T }) => weightGradients(squaredErrorGradient(G, Y, T), X),
});

export const linearBig = base("linear_big", 104, "*W[100,100] X[4,100] T[4,100]", {
  forward: ({ W, X, T }) => {
    const Y = matmul(X, W);
    return [tensor(mean(square(subtract(Y, T)))), Y];
  },
  backward: (G, Y, { X, T }) => ({ W: matmul(transpose(X), squaredErrorGradient(G, Y, T)) }),
});

const lambda = 0.05;

/** Mean squared error + λ ΣW². */
export const l2reg = base("l2reg", 122, "*W[4,3] *b[3] X[6,4] T[6,3]", {
  forward: (tensors) => {
    const [L, Y] = mse.forward(tensors);
    return [add(L, lambda * sum(square(tensors.W))), Y];
  },
  backward: (G, Y, tensors) => addPenalty(mse.backward(G, Y, tensors), G, 2 * lambda, tensors.W),
});

/** Adds G · strength · W to the gradient of W. */
export const addPenalty = (gradients: Tensors, G: Tensor, strength: number, W: Tensor) => ({
  ...gradients,
  W: add(gradients.W, multiply(G, multiply(strength, W))),
});
