// y_ncij = max_k,l x_nc(i stride - padding + k)(j ...)      x: [n, channels, height, width]   ->   y: [n, channels, ...]
import { defineLayer } from "@nudge/core";
import { maxPooling } from "./largest.ts";
import type { PoolOptions } from "./pooling.ts";
import type { PerAxis } from "./space.ts";

/**
 * The largest entry of every window of an image: `y_ncij = max_k,l x_nc(i stride - padding + k)(j stride - padding + l)`,
 * `x: [n, channels, height, width]` -> `y: [n, channels, ...]`, each axis `⌊(length + 2 padding - kernel) / stride⌋ + 1`
 * long.
 *
 * Options: `stride`, the kernel unless given; `padding` (which is never the largest) 0, up to half of the kernel; each of
 * them and `kernel` is one number or `[height, width]`. The first of equal entries, row by row, gets the gradient; NaN
 * stays NaN. Throws when the input is not `[n, channels, height, width]`, or too small.
 *
 * @example
 * import { createModel } from "@nudge/core";
 * import { maxPool2d } from "@nudge/layers";
 *
 * console.log(createModel(maxPool2d(2)).predict([[[[1, 3], [2, 0]]]]).get(0, 0, 0, 0));
 * // 3
 */
export const maxPool2d = /* @__PURE__ */ defineLayer("maxPool2d", (kernel: PerAxis, options?: PoolOptions) =>
  maxPooling("maxPool2d", 2, kernel, options),
);
