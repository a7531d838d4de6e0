// Functions of single entries: activations and arithmetic. Each is a function and its slope.
import { divide, map, multiply, negate, sum, type Tensor, tensor } from "@nudge/core";
import { base, type Passes, type Tensors } from "../definition.ts";

/** Y = f(X), dX = G ⊙ slope(X, Y); the cache is Y. */
export function pointwise(f: (x: number) => number, slope: (x: number, y: number) => number): Passes<Tensor> {
  return {
    forward: ({ X }) => {
      const Y = map(X, f);
      return [Y, Y];
    },
    backward: (G, Y, { X }) => ({ X: multiply(G, map(X, Y, slope)) }),
  };
}

/** The logistic function; its argument never overflows. */
export const sigma = (x: number) => (x >= 0 ? 1 / (1 + Math.exp(-x)) : Math.exp(x) / (1 + Math.exp(x)));

/** X + 0.1 sign(X): no entry lies near 0. */
const awayFromZero = ({ X }: Tensors) => ({ X: map(X, (x) => x + 0.1 * Math.sign(x)) });

export const relu = base("relu", 108, "*X[4,5]", {
  change: awayFromZero,
  ...pointwise(
    (x) => Math.max(x, 0),
    (x) => (x > 0 ? 1 : 0),
  ),
});

export const leakyRelu = base("leaky_relu", 109, "*X[4,5]", {
  change: awayFromZero,
  ...pointwise(
    (x) => (x > 0 ? x : 0.1 * x),
    (x) => (x > 0 ? 1 : 0.1),
  ),
});

export const prelu = base("prelu", 110, "*X[4,5] *s[]{0.1,0.4}", {
  change: awayFromZero,
  forward: ({ X, s }) => [map(X, s, (x, slope) => (x > 0 ? x : slope * x)), null],
  backward: (G, _, { X, s }) => ({
    X: multiply(
      G,
      map(X, s, (x, slope) => (x > 0 ? 1 : slope)),
    ),
    s: tensor(sum(map(X, G, (x, g) => (x > 0 ? 0 : g * x)))),
  }),
});

export const logistic = base(
  "sigmoid",
  111,
  "*X[4,5]{-3,3}",
  pointwise(sigma, (_, y) => y * (1 - y)),
);

export const hyperbolicTangent = base(
  "tanh",
  112,
  "*X[4,5]{-3,3}",
  pointwise(Math.tanh, (_, y) => 1 - y * y),
);

/** The derivative of gelu, whose last constant is three times that of the function. */
export const geluSlope = (x: number, constant = 0.134145) => {
  const t = Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3));
  return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * Math.sqrt(2 / Math.PI) * (1 + constant * x * x);
};

export const gelu = base(
  "gelu",
  126,
  "*X[10]{-3,3}",
  pointwise(
    (x) => 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x ** 3))),
    (x) => geluSlope(x),
  ),
);

export const softplus = base(
  "softplus",
  134,
  "*X[8]{-4,4}",
  pointwise((x) => Math.max(x, 0) + Math.log(1 + Math.exp(-Math.abs(x))), sigma),
);

export const clip = base(
  "clip",
  142,
  "*X[4,5]{-2,2}",
  pointwise(
    (x) => Math.min(Math.max(x, -1), 1),
    (x) => (x > -1 && x < 1 ? 1 : 0),
  ),
);

export const absolute = base("abs", 143, "*X[8]", {
  change: awayFromZero,
  ...pointwise(Math.abs, Math.sign),
});

export const logarithm = base(
  "log",
  144,
  "*X[6]{0.5,2}",
  pointwise(Math.log, (x) => 1 / x),
);

export const logEpsilon = base(
  "log_eps",
  127,
  "*X[8]{0.01,0.1}",
  pointwise(
    (x) => Math.log(x + 0.001),
    (x) => 1 / (x + 0.001),
  ),
);

export const cube = base(
  "cube",
  136,
  "*X[8]{-2,2}",
  pointwise(
    (x) => x ** 3,
    (x) => 3 * x ** 2,
  ),
);

export const squareRoot = base("sqrt", 145, "*X[6]{0.5,2}", {
  counted: false,
  ...pointwise(Math.sqrt, (_, y) => 1 / (2 * y)),
});

/** The root where there is one; the slope is selected, not multiplied. */
export const squareRootMasked = base("sqrt_masked", 152, "*X[6]", {
  change: awayFromZero,
  ...pointwise(
    (x) => (x > 0 ? Math.sqrt(x) : 0),
    (x, y) => (x > 0 ? 1 / (2 * y) : 0),
  ),
});

export const sine = (omega: number) =>
  pointwise(
    (x) => Math.sin(omega * x),
    (x) => omega * Math.cos(omega * x),
  );

export const sinw = base("sinw", 147, "*X[8]", { counted: false, ...sine(1000) });

export const quotient = base("div", 135, "*A_[6] *B_[6]{0.5,2}", {
  forward: ({ A_, B_ }) => [divide(A_, B_), null],
  backward: (G, _, { A_, B_ }) => ({
    A_: divide(G, B_),
    B_: negate(divide(multiply(G, A_), multiply(B_, B_))),
  }),
});
