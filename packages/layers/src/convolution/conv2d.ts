// y_noij = b_o + Σ_c,k,l x_nc(i stride - padding + k dilation)(j ...) W_ockl      x: [n, in, height, width]   W: [out, in, kernel, kernel]   b: [out]   ->   y: [n, out, ...]
import { defineLayer } from "@nudge/core";
import type { Complete } from "../arguments/complete.ts";
import { type ConvolutionOptions, convolution } from "./convolution.ts";
import type { PerAxis } from "./space.ts";

const define = /* @__PURE__ */ defineLayer(
  "conv2d",
  (inputs: number, outputs: number, kernel: PerAxis, options?: ConvolutionOptions) =>
    convolution("conv2d", 2, [inputs, outputs, kernel], options),
);

/**
 * A convolution over images: `y_noij = b_o + Σ_c,k,l x_nc(i stride - padding + k dilation)(j ...) W_ockl`,
 * `x: [n, inputs, height, width]` -> `y: [n, outputs, ...]`, each axis `⌊(length + 2 padding - dilation (kernel - 1) - 1)
 * / stride⌋ + 1` long.
 *
 * Its parameters are `weight: [outputs, inputs, kernel, kernel]`, which starts from `heNormal`, and `bias: [outputs]`,
 * which starts at 0. Options: `stride` 1, `padding` with zeros 0, `dilation` 1, and `bias: false`; each of the first
 * three, and `kernel`, is one number or `[height, width]`. The kernel is not flipped. Throws when the input is not
 * `[n, inputs, height, width]`, or too small for the kernel.
 *
 * Source: LeCun, Bottou, Bengio and Haffner, Gradient-based learning applied to document recognition, 1998.
 *
 * @example
 * import { createModel, formatShape } from "@nudge/core";
 * import { conv2d, flatten, maxPool2d, relu, sequential } from "@nudge/layers";
 *
 * const model = createModel(sequential(conv2d(1, 8, 3, { padding: 1 }), relu(), maxPool2d(2), flatten()));
 * console.log(model.summary([1, 28, 28]));
 * // layer                               output          parameters
 * // 0  conv2d(1, 8, 3, { padding: 1 })  [n, 8, 28, 28]          80
 * // 1  relu()                           [n, 8, 28, 28]           0
 * // 2  maxPool2d(2)                     [n, 8, 14, 14]           0
 * // 3  flatten()                        [n, 1568]                0
 * // total                                                       80
 */
export const conv2d = define as Complete<typeof define>;
