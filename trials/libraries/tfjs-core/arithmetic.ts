// Entry by entry, of one operand and of two.
import { ones, ties, within, withZeros, zeros } from "../../operands.ts";
import type { Trial } from "../../trial.ts";
import type { Operation, Rows, Tensor, Tf } from "./tf.ts";

/** Of one variable, entry by entry, and where it is defined. */
const functions: Readonly<Record<string, readonly [low: number, high: number]>> = {
  abs: [-2, 2],
  acos: [-0.9, 0.9],
  acosh: [1.1, 3],
  asin: [-0.9, 0.9],
  asinh: [-2, 2],
  atan: [-2, 2],
  atanh: [-0.9, 0.9],
  cos: [-2, 2],
  cosh: [-2, 2],
  elu: [-2, 2],
  erf: [-2, 2],
  exp: [-2, 2],
  expm1: [-2, 2],
  leakyRelu: [-2, 2],
  log: [0.1, 3],
  log1p: [-0.9, 3],
  logSigmoid: [-2, 2],
  neg: [-2, 2],
  reciprocal: [0.2, 3],
  relu: [-2, 2],
  relu6: [-3, 9],
  rsqrt: [0.1, 3],
  selu: [-2, 2],
  sigmoid: [-2, 2],
  sin: [-2, 2],
  sinh: [-2, 2],
  softplus: [-2, 2],
  sqrt: [0.1, 3],
  square: [-2, 2],
  tan: [-1, 1],
  tanh: [-2, 2],
};
/** Those with a value at 0, to see what is said there. */
const atZero = ["abs", "elu", "leakyRelu", "relu", "relu6", "selu", "softplus", "square"];
/** Of slope 0, which is seen beside something that has one. */
const flat = ["ceil", "floor", "onesLike", "round", "sign", "step", "zerosLike"];
/** Of two operands that broadcast. */
const binary = [
  "add",
  "atan2",
  "div",
  "floorDiv",
  "maximum",
  "minimum",
  "mod",
  "mul",
  "squaredDifference",
  "sub",
];

export function arithmetic(tf: Tf, { as, call }: Rows): Trial[] {
  /** x + 2i. There is no gradient of `complex`, and this one is its transpose. */
  const complex = tf.customGrad((x: Tensor) => ({
    value: tf.complex(x, tf.fill(x.shape, 2)),
    gradFunc: (dy: Tensor) => (dy.dtype === "complex64" ? tf.real(dy) : dy),
  })) as unknown as Operation;
  return [
    ...Object.entries(functions).flatMap(([op, [low, high]]) => call(op, { x: within(low, high, [2, 3]) })),
    ...atZero.flatMap((op) => call(op, { x: zeros([3]) })),
    ...call("leakyRelu", { x: [2, 3] }, 0.4),
    ...flat.flatMap((op) => as(op, `x + ${op}(x)`, { x: [2, 3] }, (x) => tf.add(x, tf[op](x)))),
    ...as("cast", "to int32 and back", { x: within(-3, 3, [6]) }, (x) =>
      tf.cast(tf.cast(x, "int32"), "float32"),
    ),
    ...call("rsqrt", { x: ones([3]) }),
    ...call("clipByValue", { x: [3, 4] }, -0.5, 1),
    ...call("clipByValue", { x: ones([3]) }, -0.5, 1),
    ...as("abs", "of x + 2i", { x: [4] }, (x) => tf.abs(complex(x))),
    ...call("prelu", { x: [3, 2], alpha: [2] }),
    ...call("prelu", { x: [3, 2], alpha: [3, 1] }),
    ...call("prelu", { x: [2, 3, 2], alpha: [1, 2] }),
    ...call("prelu", { x: [3, 2], alpha: [] }),
    ...as("clone", "", { x: [2, 3] }, (x) => tf.clone(x)),
    ...as("cast", "float32", { x: [2, 3] }, (x) => tf.cast(x, "float32")),
    ...binary.flatMap((op) => [
      ...call(op, { a: [3, 2], b: [3, 2] }),
      ...call(op, { a: [3, 3], b: [3] }),
      ...call(op, { a: [2], b: [3, 2] }),
      ...call(op, { a: [3, 2], b: [3, 1] }),
      ...call(op, { a: [3, 1], b: [1, 3] }),
      ...call(op, { a: [2, 1, 2], b: [3, 1] }),
      ...call(op, { a: [], b: [2, 2] }),
      ...call(op, { a: [2, 2], b: [] }),
    ]),
    ...["maximum", "minimum"].flatMap((op) => call(op, { a: ties([5]), b: ties([5]) })),
    ...["add", "mul", "div", "maximum"].flatMap((op) =>
      as(op, "of x and x", { x: [2, 3] }, (x) => tf[op](x, x)),
    ),
    ...call("atan2", { a: withZeros([4]), b: [4] }),
    ...call("mod", { a: [3, 2], b: within(-2, -0.5, [3, 2]) }),
    ...call("pow", { a: within(0.2, 2, [3, 2]), b: [3, 2] }),
    ...call("pow", { a: within(0.2, 2, [3, 1]), b: [2] }),
    ...call("pow", { a: within(0.2, 2, [3]), b: [2, 3] }),
    ...call("pow", { a: within(0.2, 2, [3]), b: [] }),
    ...[1, 2, 3, -1].flatMap((b) => call("pow", { a: [4] }, b)),
    ...[0, 1, 2].flatMap((b) => as("pow", `x + x^${b}`, { x: zeros([3]) }, (x) => tf.add(x, tf.pow(x, b)))),
    ...as("addN", "", { a: [2, 3], b: [2, 3], c: [2, 3] }, (a, b, c) => tf.addN([a, b, c])),
    ...as("addN", "of x, x and y", { x: [2, 3], y: [2, 3] }, (x, y) => tf.addN([x, x, y])),
  ];
}
