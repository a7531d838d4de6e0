// Products of matrices, and what is made of them.
import type { Trial } from "../../trial.ts";
import type { Rows, Tf } from "./tf.ts";

export function products(tf: Tf, { as, call }: Rows): Trial[] {
  const { fused, linalg } = tf as unknown as Readonly<Record<string, Tf>>;
  return [
    ...call("matMul", { a: [4, 3], b: [3, 2] }),
    ...call("matMul", { a: [3, 4], b: [3, 2] }, true),
    ...call("matMul", { a: [4, 3], b: [2, 3] }, false, true),
    ...call("matMul", { a: [3, 4], b: [2, 3] }, true, true),
    ...call("matMul", { a: [2, 4, 3], b: [2, 3, 2] }),
    ...call("matMul", { a: [2, 3, 4], b: [2, 2, 3] }, true, true),
    ...call("matMul", { a: [2, 3, 3], b: [3, 3] }),
    ...call("matMul", { a: [2, 4, 3], b: [1, 3, 2] }),
    ...call("matMul", { a: [4, 3], b: [2, 3, 2] }),
    ...as("matMul", "of x and x", { x: [3, 3] }, (x) => tf.matMul(x, x)),
    ...call("dot", { a: [3], b: [3] }),
    ...call("dot", { a: [3], b: [3, 2] }),
    ...call("dot", { a: [2, 3], b: [3] }),
    ...call("dot", { a: [2, 3], b: [3, 2] }),
    ...call("outerProduct", { a: [2], b: [3] }),
    ...as("fused.matMul", "", { a: [3, 2], b: [2, 4] }, (a, b) => fused.matMul({ a, b })),
    ...as("fused.matMul", "bias", { a: [3, 2], b: [2, 4], bias: [4] }, (a, b, bias) =>
      fused.matMul({ a, b, bias }),
    ),
    ...as("fused.matMul", "bias", { a: [3, 2], b: [2, 4], bias: [1, 4] }, (a, b, bias) =>
      fused.matMul({ a, b, bias }),
    ),
    ...as("fused.matMul", "bias", { a: [2, 3, 2], b: [2, 2, 3], bias: [3] }, (a, b, bias) =>
      fused.matMul({ a, b, bias }),
    ),
    ...as("fused.matMul", "broadcast", { a: [2, 3, 2], b: [2, 4] }, (a, b) => fused.matMul({ a, b })),
    ...as("fused.matMul", "transposed, relu", { a: [2, 3], b: [4, 2], bias: [4] }, (a, b, bias) =>
      fused.matMul({ a, b, bias, transposeA: true, transposeB: true, activation: "relu" }),
    ),
    ...["linear", "relu", "elu", "relu6", "leakyrelu", "sigmoid"].flatMap((activation) => [
      ...as(
        "fused.conv2d",
        activation,
        { x: [1, 3, 3, 2], filter: [2, 2, 2, 3], bias: [3] },
        (x, filter, bias) =>
          fused.conv2d({ x, filter, bias, strides: 1, pad: "valid", activation, leakyreluAlpha: 0.3 }),
      ),
      ...as(
        "fused.depthwiseConv2d",
        activation,
        { x: [1, 3, 3, 2], filter: [2, 2, 2, 1], bias: [2] },
        (x, filter, bias) =>
          fused.depthwiseConv2d({
            x,
            filter,
            bias,
            strides: 1,
            pad: "same",
            activation,
            leakyreluAlpha: 0.3,
          }),
      ),
    ]),
    ...as("fused.conv2d", "ceil", { x: [1, 5, 5, 1], filter: [2, 2, 1, 1], bias: [1] }, (x, filter, bias) =>
      fused.conv2d({ x, filter, bias, strides: 2, pad: 0, dimRoundingMode: "ceil" }),
    ),
    ...as("linalg.gramSchmidt", "", { x: [2, 3] }, (x) => linalg.gramSchmidt(x)),
    ...as(
      "basicLSTMCell",
      "",
      { bias: [], kernel: [5, 8], b: [8], x: [1, 3], c: [1, 2], h: [1, 2] },
      (bias, kernel, b, x, c, h) => tf.concat(tf.basicLSTMCell(bias, kernel, b, x, c, h)),
    ),
    ...as("dropout", "seed 5", { x: [3, 4] }, (x) => tf.dropout(x, 0.4, undefined, 5)),
    ...call("signal.frame", { x: [7] }, 3, 2),
  ];
}
