// g_j = Σ over the wrong axis: the same contributions, added up along another axis of the output
import { compare, convinces } from "../fit/compare.ts";
import { outputsOf } from "../fit/parts.ts";
import { indicesAlong } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const wrongSum: Hypothesis = ({ tensor, contributions: measure }) => {
  const contributions = tensor.shape.length === 1 ? measure() : undefined;
  if (!contributions?.isComplete) return undefined;
  const { rows, outputs, outputShape, numeric } = contributions;
  // Each output must belong to one entry alone, so that what it contributes is one number.
  const owner = new Int32Array(outputs).fill(-1);
  for (const [k, list] of outputsOf(contributions).entries()) {
    if (list.some((o) => owner[o] >= 0)) return undefined;
    for (const o of list) owner[o] = k;
  }
  const alongs = outputShape.map((_, axis) => indicesAlong(outputShape, axis));
  const own = alongs.findIndex((along) => owner.every((k, o) => k < 0 || along[o] === k));
  if (own < 0 || outputShape[own] !== rows.length) return undefined;

  const error = new Float64Array(rows.length).fill(tensor.error.reduce((sum, bar) => sum + bar, 0));
  for (const [axis, length] of outputShape.entries()) {
    if (axis === own || length !== rows.length) continue;
    const sum = new Float64Array(length);
    for (const [o, k] of owner.entries()) if (k >= 0) sum[alongs[axis][o]] += numeric[k * outputs + o];
    for (const what of ["sum", "mean"]) {
      const value = what === "sum" ? sum : sum.map((x) => x / length);
      const found = compare(tensor, { value, error, choices: 2 * outputShape.length });
      if (!convinces(found)) continue;
      return {
        kind: "wrong-axis",
        unexplained: found.unexplained,
        message: `backprop is the ${what} over axis ${own} of the output, and the gradient of ${tensor.name} is the sum over axis ${axis}`,
      };
    }
  }
  return undefined;
};
