import { describe } from "../../arguments/describe.ts";
import { nearest } from "../../arguments/nearest.ts";
import { kind } from "../../arguments/reader.ts";
import { fresh } from "../../tensor/fresh.ts";
import { defineTransform, type Transform } from "./define-transform.ts";
import { placeIn } from "./frame.ts";
import { nothing, readEach } from "./read-state.ts";

/** More are not told. */
const longest = 10;

/** How many columns there are afterwards. */
const widthOf = (columns: readonly (readonly string[] | null)[]) =>
  columns.reduce((sum, names) => sum + (names?.length ?? 1), 0);

const namesReader = () =>
  kind<readonly string[]>(
    "a list of categories in alphabetical order",
    (value) =>
      Array.isArray(value) &&
      value.length > 0 &&
      value.every((name, k) => typeof name === "string" && (k === 0 || value[k - 1] < name)),
  );

/**
 * Puts in the place of each column of categories a column for each of them, in alphabetical order: 1 where a row is of the category,
 * else 0. Columns of numbers stay.
 *
 * `fit` throws where there are no categories. `apply` throws, with row and column, where a category is missing, or was not
 * among those of the rows that it was fitted on.
 *
 * @example
 * import { oneHot, toArray } from "@nudge/core";
 *
 * const encode = oneHot().fit([[1, "red"], [2, "blue"]]);
 * console.log(toArray(encode.apply([[3, "red"], [4, "blue"]])));
 * // [ [ 3, 0, 1 ], [ 4, 1, 0 ] ]
 */
export function oneHot(): Transform {
  return defineTransform<readonly (readonly string[] | null)[]>("oneHot", [], (caller) => ({
    fit({ categories, sources }) {
      if (categories.size === 0)
        throw new Error(`${caller}: expected a column of categories, got numbers alone`);
      return sources.map((_, k) => {
        const names = categories.get(k)?.filter((name) => name !== null);
        return names === undefined ? null : [...new Set(names)].sort();
      });
    },
    read(written, rows, from) {
      if (rows.categories.length === 0)
        throw new Error(`${from}: ${caller}: expected a column of categories, got numbers alone`);
      const readers = { numbers: nothing(), categories: namesReader() };
      return readEach(`${from}: ${caller}`, "its state", written, rows, readers);
    },
    kindAfter: (_, columns) => ({ shape: [widthOf(columns)], categories: [] }),
    apply(frame, columns) {
      const { numbers, categories, sources } = frame;
      const rows = numbers.shape[0];
      const widths = columns.map((names) => names?.length ?? 1);
      const width = widthOf(columns);
      const out = fresh([rows, width], numbers.dtype);
      let start = 0;
      for (const [k, names] of columns.entries()) {
        for (let row = 0; row < rows; row++) {
          if (names === null) {
            out.data[row * width + start] = numbers.get(row, k);
            continue;
          }
          const name = categories.get(k)![row];
          const index = name === null ? -1 : names.indexOf(name);
          if (index < 0) throw new Error(`${caller}: ${placeIn(frame, row, k)} ${faultOf(name, names)}`);
          out.data[row * width + start + index] = 1;
        }
        start += widths[k];
      }
      const from = sources.flatMap((source, k) => new Array<number>(widths[k]).fill(source));
      return { numbers: out, categories: new Map(), sources: from };
    },
  }));
}

function faultOf(name: string | null, names: readonly string[]): string {
  if (name === null) return "is missing: add impute() before";
  const list = names.slice(0, longest).map(describe).join(", ");
  const meant = nearest(name, names);
  return `is ${describe(name)}, none of the categories ${list}${names.length > longest ? ", ..." : ""}${meant ? `; did you mean ${describe(meant)}?` : ""}`;
}
