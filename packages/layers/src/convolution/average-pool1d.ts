// y_nct = mean_k x_nc(t stride - padding + k)      x: [n, channels, length]   ->   y: [n, channels, ...]
import { defineLayer } from "@nudge/core";
import { type AveragePoolOptions, averagePooling } from "./average.ts";

/**
 * The mean of every window along one axis: `y_nct = Σ_k x_nc(t stride - padding + k) / kernel`,
 * `x: [n, channels, length]` -> `y: [n, channels, ⌊(length + 2 padding - kernel) / stride⌋ + 1]`.
 *
 * Options: `stride`, the kernel unless given; `padding` 0, up to half of the kernel, with zeros that count;
 * `countPadding: false` takes the mean of the entries inside only. Throws when the input is not `[n, channels, length]`,
 * or too short.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { averagePool1d } from "@nudge/layers";
 *
 * console.log(toArray(createModel(averagePool1d(2)).predict([[[1, 3, 2, 0]]])));
 * // [ [ [ 2, 1 ] ] ]
 */
export const averagePool1d = /* @__PURE__ */ defineLayer(
  "averagePool1d",
  (kernel: number, options?: AveragePoolOptions) => averagePooling("averagePool1d", 1, kernel, options),
);
