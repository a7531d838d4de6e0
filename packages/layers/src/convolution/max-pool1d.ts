// y_nct = max_k x_nc(t stride - padding + k)      x: [n, channels, length]   ->   y: [n, channels, ...]
import { defineLayer } from "@nudge/core";
import { maxPooling } from "./largest.ts";
import type { PoolOptions } from "./pooling.ts";

/**
 * The largest entry of every window along one axis: `y_nct = max_k x_nc(t stride - padding + k)`,
 * `x: [n, channels, length]` -> `y: [n, channels, ⌊(length + 2 padding - kernel) / stride⌋ + 1]`.
 *
 * Options: `stride`, the kernel unless given; `padding` (which is never the largest) 0, up to half of the kernel. The first
 * of equal entries gets the gradient; NaN stays NaN. Throws when the input is not `[n, channels, length]`, or too short.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { maxPool1d } from "@nudge/layers";
 *
 * console.log(toArray(createModel(maxPool1d(2)).predict([[[1, 3, 2, 0]]])));
 * // [ [ [ 3, 2 ] ] ]
 */
export const maxPool1d = /* @__PURE__ */ defineLayer("maxPool1d", (kernel: number, options?: PoolOptions) =>
  maxPooling("maxPool1d", 1, kernel, options),
);
