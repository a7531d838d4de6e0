import { checkSize } from "../../arguments/check-shape.ts";
import { checkArguments, count } from "../../arguments/reader.ts";
import { copyEntries } from "../../tensor/contiguous.ts";
import { fresh } from "../../tensor/fresh.ts";
import { defineTransform, type Transform } from "./define-transform.ts";
import { numbersOf } from "./frame.ts";
import { nothing } from "./read-state.ts";

/**
 * All runs of `length` rows one after another, for layers that read sequences; window k holds the rows from k to k + length - 1:
 *
 *     x: [n, columns] -> y: [n - length + 1, length, columns]
 *
 * In `compose` it comes last. `apply` throws where there are fewer rows than that.
 *
 * @example
 * import { tensor, toArray, windows } from "@nudge/core";
 *
 * // From two rows to the next one:
 * const series = [[1], [2], [3], [4]];
 * const inputs = windows(2).fit(series).apply(series.slice(0, -1));
 * const targets = series.slice(2);
 * console.log(toArray(inputs), targets);
 * // [ [ [ 1 ], [ 2 ] ], [ [ 2 ], [ 3 ] ] ] [ [ 3 ], [ 4 ] ]
 */
export function windows(length: number): Transform {
  checkArguments("windows", count(), { length });
  return defineTransform<null>("windows", [length], (caller) => ({
    last: true,
    fit: () => null,
    read: (written, _, from) => nothing().read(`${from}: ${caller}`, "its state", written),
    apply(frame) {
      const x = numbersOf(caller, frame);
      const [n, ...row] = x.shape;
      if (n < length) throw new Error(`${caller}: expected at least ${length} rows, got ${n}`);
      const shape = [n - length + 1, length, ...row];
      checkSize(caller, shape);
      const y = fresh(shape, x.dtype);
      const columns = x.size / n;
      for (let k = 0; k <= n - length; k++)
        copyEntries(y.data, k * length * columns, x.data, x.offset + k * columns, length * columns);
      return { numbers: y, categories: new Map(), sources: frame.sources };
    },
  }));
}
