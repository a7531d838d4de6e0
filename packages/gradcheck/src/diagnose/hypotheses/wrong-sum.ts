// g_j = Σ over the wrong axis: the same contributions, added up along another axis of the output
import { compare, convinces } from "../fit/explain.ts";
import { isPart } from "../fit/parts.ts";
import { indicesAlong } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const wrongSum: Hypothesis = ({ tensor, wiring: measure }) => {
  const wiring = tensor.shape.length === 1 ? measure() : undefined;
  if (wiring === undefined) return undefined;
  const { entries, outputs, outputShape, numeric } = wiring;
  // Each output must belong to one entry alone, so that what it contributes is one number.
  const owner = Array.from({ length: outputs }, (_, o) =>
    Array.from({ length: entries }, (_, k) => k).filter((k) => isPart(wiring, numeric[k * outputs + o])),
  );
  if (owner.some((list) => list.length > 1)) return undefined;
  const alongs = outputShape.map((_, axis) => indicesAlong(outputShape, axis));
  const own = alongs.findIndex((along) => owner.every(([k], o) => k === undefined || along[o] === k));
  if (own < 0 || outputShape[own] !== entries) return undefined;
  for (const [axis, length] of outputShape.entries()) {
    if (axis === own || length !== entries) continue;
    const value = new Float64Array(entries);
    for (const [o, [k]] of owner.entries())
      if (k !== undefined) value[alongs[axis][o]] += numeric[k * outputs + o];
    const error = new Float64Array(entries).fill(tensor.error.reduce((sum, bar) => sum + bar, 0));
    for (const [scale, what] of [
      [1, "sum"],
      [1 / length, "mean"],
    ] as const) {
      const found = compare(tensor, {
        value: value.map((x) => scale * x),
        error,
        choices: 2 * outputShape.length,
      });
      if (!convinces(found)) continue;
      return {
        kind: "wrong-axis",
        unexplained: found.unexplained,
        message: `backprop is the ${what} over axis ${own} of the output, where d${tensor.name} is the sum over axis ${axis}`,
      };
    }
  }
  return undefined;
};
