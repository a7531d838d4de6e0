// y_ncij = mean_k,l x_nc(i stride - padding + k)(j ...)      x: [n, channels, height, width]   ->   y: [n, channels, ...]
import { defineLayer } from "@nudge/core";
import { type AveragePoolOptions, averagePooling } from "./average.ts";
import type { PerAxis } from "./space.ts";

/**
 * The mean of every window of an image: `y_ncij = Σ_k,l x_nc(i stride - padding + k)(j stride - padding + l) / size`, where
 * size is the number of entries in the window, `x: [n, channels, height, width]` -> `y: [n, channels, ...]`, each axis
 * `⌊(length + 2 padding - kernel) / stride⌋ + 1` long.
 *
 * Options: `stride`, the kernel unless given; `padding` 0, up to half of the kernel, with zeros that count; each of them
 * and `kernel` is one number or `[height, width]`; `countPadding: false` takes the mean of the entries inside only. Throws
 * when the input is not `[n, channels, height, width]`, or too small.
 *
 * @example
 * import { createModel } from "@nudge/core";
 * import { averagePool2d } from "@nudge/layers";
 *
 * console.log(createModel(averagePool2d(2)).predict([[[[1, 3], [2, 0]]]]).get(0, 0, 0, 0));
 * // 1.5
 */
export const averagePool2d = /* @__PURE__ */ defineLayer(
  "averagePool2d",
  (kernel: PerAxis, options?: AveragePoolOptions) => averagePooling("averagePool2d", 2, kernel, options),
);
