// g_j = Σ over the wrong axis: the same contributions, added up along another axis of the output
import type { Hypothesis } from "../candidate.ts";
import { indicesAlong } from "../layout.ts";
import { outputsOf } from "../models/parts.ts";

export const wrongSum: Hypothesis = function* ({ tensor, numericParts }) {
  const parts = tensor.shape.length === 1 ? numericParts() : undefined;
  if (!parts?.isComplete) return;
  const { rows, outputs, outputShape, numeric } = parts;
  // Each output must belong to one entry alone, so that what it contributes is one number.
  const owner = new Int32Array(outputs).fill(-1);
  for (const [k, list] of outputsOf(parts).entries()) {
    if (list.some((o) => owner[o] >= 0)) return;
    for (const o of list) owner[o] = k;
  }
  const alongs = outputShape.map((_, axis) => indicesAlong(outputShape, axis));
  const own = alongs.findIndex((along) => owner.every((k, o) => k < 0 || along[o] === k));
  if (own < 0 || outputShape[own] !== rows.length) return;

  const error = new Float64Array(rows.length).fill(tensor.error.reduce((sum, bar) => sum + bar, 0));
  for (const [axis, length] of outputShape.entries()) {
    if (axis === own || length !== rows.length) continue;
    const sum = new Float64Array(length);
    for (const [o, k] of owner.entries()) if (k >= 0) sum[alongs[axis][o]] += numeric[k * outputs + o];
    for (const [what, value] of [
      ["sum", sum],
      ["mean", sum.map((x) => x / length)],
    ] as const)
      yield {
        kind: "wrong-axis",
        value,
        error,
        choices: 2 * outputShape.length,
        message: `backprop is the ${what} over axis ${own} of the output, and the gradient of ${tensor.name} is the sum over axis ${axis}`,
      };
  }
};
