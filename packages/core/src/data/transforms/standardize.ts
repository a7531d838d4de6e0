import type { Transform } from "./define-transform.ts";
import { scaling } from "./scaling.ts";

/**
 * Brings each column of numbers to mean 0 and standard deviation 1, as they were in the rows that it is fitted on:
 *
 *     y = (x - mean) / sqrt(mean((x - mean)²))        x: [n, columns] -> y: [n, columns]
 *
 * A column of one number all through comes out as 0. Columns of categories pass, for `oneHot` to follow in `compose`; what is
 * missing stays so. `invert` undoes it.
 *
 * `fit` throws where a column has no numbers.
 *
 * @example
 * import { format, standardize } from "@nudge/core";
 *
 * const scale = standardize().fit([[1, 10], [2, 10], [3, 10]]);
 * console.log(format(scale.apply([[2, 10], [4, 11]])));
 * // tensor [2, 2] float64
 * // [[0       0]
 * //  [2.44949 1]]
 */
export const standardize = (): Transform =>
  scaling("standardize", (values) => {
    // Their mean may be off by rounding, which would be all that there is to scale.
    if (values.every((value) => value === values[0])) return [values[0], 0];
    const meanOf = (f: (value: number) => number) =>
      values.reduce((sum, value) => sum + f(value), 0) / values.length;
    const mean = meanOf((value) => value);
    return [mean, Math.sqrt(meanOf((value) => (value - mean) ** 2))];
  });
