import { made } from "../../arguments/reader.ts";
import { defineTransform, isTransform, partsOf, type Transform } from "./define-transform.ts";
import { readEntries } from "./read-state.ts";

const transformReader = () => made<Transform>("a transform such as standardize()", isTransform);

/**
 * Transforms one after another, as one: each is fitted on what those before it give. `invert` undoes them from the last to the first.
 *
 * @example
 * import { compose, format, oneHot, standardize } from "@nudge/core";
 *
 * const prepare = compose(standardize(), oneHot()).fit([[1, "red"], [2, "blue"], [3, "red"]]);
 * console.log(`${prepare}`);
 * // compose(standardize(), oneHot()), fitted on rows [n, 2]
 * console.log(format(prepare.apply([2, "red"])));
 * // tensor [3] float64
 * // [0 0 1]
 */
export function compose(...transforms: readonly Transform[]): Transform {
  if (transforms.length === 0)
    throw new Error("compose: expected transforms such as standardize(), got none");
  const reader = transformReader();
  const definitions = transforms.map((transform, k) => {
    reader.read("compose", `transforms[${k}]`, transform);
    return partsOf(transform)!.definition;
  });
  for (const [k, { last }] of definitions.entries())
    if (last && k < definitions.length - 1) throw new Error(`compose: ${transforms[k]} must come last`);
  const inverses = definitions.map(({ invert }) => invert);

  return defineTransform<readonly unknown[]>("compose", transforms, (caller) => ({
    last: definitions.at(-1)!.last,
    fit(frame) {
      let rows = frame;
      return definitions.map((definition, k) => {
        const state = definition.fit(rows);
        if (k < definitions.length - 1) rows = definition.apply(rows, state);
        return state;
      });
    },
    apply: (frame, states) => definitions.reduce((rows, { apply }, k) => apply(rows, states[k]), frame),
    read(written, rows, from) {
      const states = readEntries(`${from}: ${caller}`, "its state", written, definitions.length);
      let before = rows;
      return definitions.map((definition, k) => {
        const state = definition.read(states[k], before, `${from}[${k}]`);
        before = definition.kindAfter?.(before, state) ?? before;
        return state;
      });
    },
    kindAfter: (rows, states) =>
      definitions.reduce((before, { kindAfter }, k) => kindAfter?.(before, states[k]) ?? before, rows),
    invert(rows, states) {
      const without = inverses.indexOf(undefined);
      if (without >= 0) throw new Error(`${caller}: ${transforms[without]} cannot be undone`);
      return inverses.reduceRight((rows, invert, k) => invert!(rows, states[k]), rows);
    },
  }));
}
