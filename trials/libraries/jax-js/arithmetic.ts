// Entry by entry, of one operand and of two.
import { at, ones, within, zeros } from "../../operands.ts";
import type { Trial } from "../../trial.ts";
import type { Jax, Rows } from "./jax.ts";

/** Of one variable, entry by entry, and where it is tried. */
const functions: Readonly<Record<string, readonly [low: number, high: number]>> = {
  "numpy.abs": [-2, 2],
  "numpy.acos": [-0.9, 0.9],
  "numpy.acosh": [1.1, 3],
  "numpy.asin": [-0.9, 0.9],
  "numpy.asinh": [-2, 2],
  "numpy.atan": [-2, 2],
  "numpy.atanh": [-0.9, 0.9],
  "numpy.cbrt": [0.2, 3],
  "numpy.cos": [-3, 3],
  "numpy.cosh": [-2, 2],
  "numpy.deg2rad": [-90, 90],
  "numpy.exp": [-2, 2],
  "numpy.exp2": [-2, 2],
  "numpy.expm1": [-2, 2],
  "numpy.log": [0.1, 3],
  "numpy.log10": [0.1, 3],
  "numpy.log1p": [-0.9, 3],
  "numpy.log2": [0.1, 3],
  "numpy.negative": [-2, 2],
  "numpy.positive": [-2, 2],
  "numpy.rad2deg": [-2, 2],
  "numpy.reciprocal": [0.2, 3],
  "numpy.sin": [-3, 3],
  "numpy.sinc": [-2, 2],
  "numpy.sinh": [-2, 2],
  "numpy.sqrt": [0.1, 3],
  "numpy.square": [-2, 2],
  "numpy.tan": [-1, 1],
  "numpy.tanh": [-2, 2],
  "numpy.nanToNum": [-2, 2],
  "nn.celu": [-2, 2],
  "nn.elu": [-2, 2],
  "nn.gelu": [-2, 2],
  "nn.hardSigmoid": [-5, 5],
  "nn.hardSilu": [-5, 5],
  "nn.hardTanh": [-2, 2],
  "nn.identity": [-2, 2],
  "nn.leakyRelu": [-2, 2],
  "nn.log1mexp": [0.2, 3],
  "nn.logSigmoid": [-2, 2],
  "nn.mish": [-2, 2],
  "nn.relu": [-2, 2],
  "nn.relu6": [-3, 9],
  "nn.selu": [-2, 2],
  "nn.sigmoid": [-2, 2],
  "nn.silu": [-2, 2],
  "nn.softSign": [-2, 2],
  "nn.softplus": [-2, 2],
  "nn.sparsePlus": [-2, 2],
  "nn.sparseSigmoid": [-2, 2],
  "nn.squareplus": [-2, 2],
  "lax.erf": [-2, 2],
  "lax.erfc": [-2, 2],
  "scipySpecial.logit": [0.1, 0.9],
};
/** Those with a value at 0, to see what is said there. */
const atZero = [
  "numpy.abs",
  "numpy.sinc",
  "numpy.square",
  "nn.celu",
  "nn.elu",
  "nn.gelu",
  "nn.leakyRelu",
  "nn.mish",
  "nn.relu",
  "nn.selu",
  "nn.silu",
  "nn.softSign",
  "nn.softplus",
  "nn.squareplus",
  "nn.logSigmoid",
];
/** Of slope 0, which is seen beside something that has one. */
const flat = ["ceil", "floor", "round", "sign", "trunc", "onesLike", "zerosLike"];
/** Of two operands that broadcast. */
const binary = [
  "add",
  "atan2",
  "divide",
  "fmax",
  "fmin",
  "hypot",
  "logaddexp",
  "logaddexp2",
  "maximum",
  "minimum",
  "multiply",
  "remainder",
  "fmod",
  "subtract",
  "copysign",
];

export function arithmetic(jax: Jax, { as, call }: Rows): Trial[] {
  const { numpy: np, nn, lax } = jax;
  return [
    ...Object.entries(functions).flatMap(([op, [low, high]]) => call(op, { x: within(low, high, [2, 3]) })),
    ...call("numpy.cbrt", { x: within(-3, -0.2, [4]) }),
    ...call("numpy.asinh", { x: within(-60, -20, [4]) }),
    ...atZero.flatMap((op) => call(op, { x: zeros([3]) })),
    ...flat.flatMap((op) =>
      as(`numpy.${op}`, `x + ${op}(x)`, { x: [2, 3] }, (x) => np.add(x.ref, np[op](x))),
    ),
    ...as("lax.stopGradient", "x + what is stopped of 1", { x: [3] }, (x) =>
      np.add(x, lax.stopGradient(np.ones([3]))),
    ),
    ...call("nn.leakyRelu", { x: [2, 3] }, 0.3),
    ...call("nn.elu", { x: [2, 3] }, 0.5),
    ...call("nn.celu", { x: [2, 3] }, 0.5),
    ...as("nn.gelu", "exact", { x: [2, 3] }, (x) => nn.gelu(x, { approximate: false })),
    ...call("numpy.clip", { x: [3, 4] }, -0.5, 1),
    ...call("numpy.clip", { x: ones([3]) }, -0.5, 1),
    ...call("numpy.clip", { x: [3, 2], low: within(-1, -0.5, [2]), high: within(0, 1, [3, 1]) }),
    ...binary.flatMap((op) => [
      ...call(`numpy.${op}`, { a: [3, 2], b: [3, 2] }),
      ...call(`numpy.${op}`, { a: [3, 3], b: [3] }),
      ...call(`numpy.${op}`, { a: [2, 1, 2], b: [3, 1] }),
      ...call(`numpy.${op}`, { a: [], b: [2, 2] }),
    ]),
    ...["maximum", "minimum", "fmax", "fmin", "logaddexp", "hypot"].flatMap((op) =>
      call(`numpy.${op}`, { a: at([1, 0, 1, 2]), b: at([1, 1, 0, 2]) }),
    ),
    ...["add", "multiply", "divide", "maximum", "hypot"].flatMap((op) =>
      as(`numpy.${op}`, "of x and x", { x: [2, 3] }, (x) => np[op](x.ref, x)),
    ),
    ...call("numpy.power", { a: within(0.2, 2, [3, 2]), b: [3, 2] }),
    ...call("numpy.power", { a: within(0.2, 2, [3, 1]), b: [2] }),
    ...call("numpy.power", { a: within(0.2, 2, [3]), b: [2, 3] }),
    ...[1, 2, 3, -1].flatMap((b) => call("numpy.power", { a: [4] }, b)),
    ...[0, 1, 2].flatMap((b) =>
      as("numpy.power", `x + x^${b}`, { x: zeros([3]) }, (x) => np.add(x.ref, np.power(x, b))),
    ),
    ...call("numpy.floatPower", { a: within(0.2, 2, [3, 2]), b: [3, 2] }),
    ...as("numpy.floorDivide", "x + floor(x / y)", { x: [3, 2], y: [2] }, (x, y) =>
      np.add(np.multiply(x.ref, y.ref), np.floorDivide(x, y)),
    ),
    ...as("numpy.ldexp", "", { x: [3] }, (x) => np.ldexp(x, np.array([1, 0, 2]))),
  ];
}
