import type { Transform } from "./define-transform.ts";
import { scaling } from "./scaling.ts";

/**
 * Brings each column of numbers into 0 to 1, as the least and the largest are in the rows that it is fitted on:
 *
 *     y = (x - min) / (max - min)        x: [n, columns] -> y: [n, columns]
 *
 * New rows may go beyond. A column of one number all through comes out as 0. Columns of categories pass, for `oneHot` to follow in
 * `compose`; what is missing stays so. `invert` undoes it.
 *
 * `fit` throws where a column has no numbers.
 *
 * @example
 * import { normalize, toArray } from "@nudge/core";
 *
 * const scale = normalize().fit([0, 4, 16]);
 * console.log(toArray(scale.apply([4, 20])), toArray(scale.invert([0.5])));
 * // [ 0.25, 1.25 ] [ 8 ]
 */
export const normalize = (): Transform =>
  scaling("normalize", (values) => {
    const least = values.reduce((a, b) => Math.min(a, b));
    return [least, values.reduce((a, b) => Math.max(a, b)) - least];
  });
