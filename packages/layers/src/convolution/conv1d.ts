// y_not = b_o + Σ_c,k x_nc(t stride - padding + k dilation) W_ock      x: [n, in, length]   W: [out, in, kernel]   b: [out]   ->   y: [n, out, ...]
import { defineLayer } from "@nudge/core";
import type { Complete } from "../arguments/complete.ts";
import { type ConvolutionOptions, convolution } from "./convolution.ts";

const define = /* @__PURE__ */ defineLayer(
  "conv1d",
  (inputs: number, outputs: number, kernel: number, options?: ConvolutionOptions) =>
    convolution("conv1d", 1, [inputs, outputs, kernel], options),
);

/**
 * A convolution along one axis: `y_not = b_o + Σ_c,k x_nc(t stride - padding + k dilation) W_ock`,
 * `x: [n, inputs, length]` -> `y: [n, outputs, ⌊(length + 2 padding - dilation (kernel - 1) - 1) / stride⌋ + 1]`.
 *
 * Its parameters are `weight: [outputs, inputs, kernel]`, which starts from `heNormal`, and `bias: [outputs]`, which
 * starts at 0. Options: `stride` 1, `padding` with zeros 0, `dilation` 1, and `bias: false`. The kernel is not flipped.
 * Throws when the input is not `[n, inputs, length]`, or too short for the kernel.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { conv1d } from "@nudge/layers";
 *
 * const model = createModel(conv1d(1, 1, 2));
 * model.theta.set([-1, 1, 0]);
 * console.log(toArray(model.predict([[[1, 4, 9, 16]]])));
 * // [ [ [ 3, 5, 7 ] ] ]
 */
export const conv1d = define as Complete<typeof define>;
