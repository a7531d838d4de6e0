// Losses, weights and layers on scales far apart.
import { add, matmul, multiply, square, sum, type Tensor, tensor, tensors, transpose } from "@nudge/core";
import { each, fill, sigmoidSlope, tanhSlope } from "../../corpus/algebra.ts";
import { mse } from "../../corpus/bases/linear.ts";
import type { DrawnMap, Passes } from "../entry.ts";
import { entry, off, trap } from "./trap.ts";

const scaledLoss = (factor: number): DrawnMap<Tensor> => ({
  data: mse.data,
  forward: (tensors) => {
    const [L, cache] = mse.forward(tensors);
    return [multiply(L, factor), cache];
  },
  backward: (...given) => each(mse.backward(...given), (g) => multiply(g, factor)),
});

const offsetLoss: DrawnMap<Tensor> = {
  ...mse,
  forward: (tensors) => {
    const [L, cache] = mse.forward(tensors);
    return [add(L, 1e12), cache];
  },
};

/** y = tanh(1e8 X V) W 1e-8, with V ~ 1e-8 and W ~ 1e8. */
const extremes: DrawnMap<Tensor> = {
  data: "*V[3,4]{-1e-8,1e-8} *W[4,2]{-1e8,1e8} X[5,3]",
  forward: ({ X, V, W }) => {
    const H = tensors.tanh(multiply(1e8, matmul(X, V)));
    return [multiply(1e-8, matmul(H, W)), H];
  },
  backward: (dy, H, { X, W }) => {
    const E = multiply(dy, 1e-8);
    return {
      W: matmul(transpose(H), E),
      V: multiply(1e8, matmul(transpose(X), multiply(matmul(E, transpose(W)), tanhSlope(H)))),
    };
  },
};

const product: Passes<null> = {
  forward: ({ x }) => [tensor(productOf(x)), null],
  backward: (dy, _, { x }) => ({ x: fill(x.shape, (k) => dy.get() * productOf(x, k)) }),
};

function productOf(x: Tensor, without = -1): number {
  let y = 1;
  for (let i = 0; i < x.size; i++) if (i !== without) y *= x.get(i);
  return y;
}

/** Twelve logistic layers of 3 units. */
const deep: DrawnMap<readonly Tensor[]> = {
  data: `${Array.from({ length: 12 }, (_, l) => `*W${l}[3,3]{-0.5,0.5}`).join(" ")} X[2,3]`,
  forward: (values) => {
    const h = [values.X];
    for (let l = 0; l < 12; l++) h.push(tensors.sigmoid(matmul(h[l], values[`W${l}`])));
    return [h[12], h];
  },
  backward: (dy, h, values) => {
    const gradients: Record<string, Tensor> = {};
    let D = dy;
    for (let l = 11; l >= 0; l--) {
      const E = multiply(D, sigmoidSlope(h[l + 1]));
      gradients[`W${l}`] = matmul(transpose(h[l]), E);
      D = matmul(E, transpose(values[`W${l}`]));
    }
    return gradients;
  },
};

/** Mean squared error over n rows of three. */
function meanOver(n: number): Passes<Tensor> {
  return {
    forward: ({ X, W, b, T }) => {
      const R = add(add(matmul(X, W), b), multiply(-1, T));
      return [tensor(sum(square(R)) / (3 * n)), R];
    },
    backward: (dy, R, { X }) => {
      const E = multiply(dy, multiply(2 / (3 * n), R));
      return { W: matmul(transpose(X), E), b: sum(E, 0) };
    },
  };
}

export const scales = [
  trap("a loss times 1e12", scaledLoss(1e12), { "W off by 1e-5": off("W", 1e-5) }),
  trap("a loss times 1e-20", scaledLoss(1e-20), {
    "b[1] is 0": entry("b", [1]),
    "W off by 1e-5": off("W", 1e-5),
  }),
  trap("a loss times 1e-200", scaledLoss(1e-200), { "W off by 1e-5": off("W", 1e-5) }),
  trap("1e12 added to a loss", offsetLoss, { "W times 10": off("W", 9) }, { undecidable: true }),
  trap("weights of 1e-8 and 1e8", extremes, {
    "V off by 1e-5": off("V", 1e-5),
    "V[0, 0] is 0": entry("V", [0, 0]),
  }),
  trap(
    "product of 20 factors",
    { data: "*x[20]{0.3,3}", ...product },
    {
      "x[7] off by 1e-5": (right) => ({
        x: fill(right.x.shape, (i) => right.x.get(i) * (i === 7 ? 1.00001 : 1)),
      }),
    },
  ),
  trap(
    "product of 30 factors with a zero",
    {
      data: "*x[30]{0.3,3}",
      change: ({ x }) => ({ x: fill(x.shape, (i) => (i === 4 ? 0 : x.get(i))) }),
      ...product,
    },
    { "x[4] is 0": entry("x", [4]) },
  ),
  trap(
    "twelve sigmoid layers",
    deep,
    {
      "W6 off by 1e-5": off("W6", 1e-5),
      "W2 is 0": (right) => ({ W2: multiply(right.W2, 0) }),
      "W3 has the wrong sign": off("W3", -2),
    },
    { undecidable: true },
  ),
  trap(
    "twelve sigmoid layers, the gradient of the first 1e-11",
    { ...deep, seed: 9 },
    { "W0 is 0": (right) => ({ W0: multiply(right.W0, 0) }) },
  ),
  trap(
    "sum of 1e-9 x and 1e9 y",
    {
      data: "*x[3] *y[3]",
      forward: ({ x, y }) => [add(multiply(1e-9, x), multiply(1e9, y)), null],
      backward: (dy) => ({ x: multiply(1e-9, dy), y: multiply(1e9, dy) }),
    },
    {},
    { undecidable: true },
  ),
  trap(
    "a loss of 1e-9 x² and 1e9 y²",
    {
      data: "*x[3] *y[3]",
      forward: ({ x, y }) => [tensor(1e-9 * sum(square(x)) + 1e9 * sum(square(y))), null],
      backward: (dy, _, { x, y }) => ({ x: multiply(2e-9 * dy.get(), x), y: multiply(2e9 * dy.get(), y) }),
    },
    { "y off by 1e-5": off("y", 1e-5) },
    { undecidable: true },
  ),
  trap(
    "a batch of 200 and a mean",
    { ...mse, data: "*W[4,3] *b[3] X[200,4] T[200,3]", ...meanOver(200) },
    {
      "W[0, 0] off by 1e-5": (right) => ({
        W: fill(right.W.shape, (i, j) => right.W.get(i, j) * (i + j === 0 ? 1.00001 : 1)),
      }),
    },
  ),
];
