// Forward mixes entries along one axis (each row on its own), backward along another (each column on its own)
import type { Wiring } from "../evidence/wiring.ts";
import { isPart } from "../fit/parts.ts";
import { indicesAlong } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";

/** The axes of equal length in the tensor and the output along which only equal indices have to do with each other. */
function ties(wiring: Wiring, parts: Float64Array): Set<number> {
  const { shape, outputShape, entries, outputs } = wiring;
  const tied = new Set<number>();
  for (const [axis, length] of shape.entries()) {
    if (length < 2 || outputShape[axis] !== length) continue;
    const own = indicesAlong(shape, axis);
    const other = indicesAlong(outputShape, axis);
    let holds = true;
    for (let k = 0; k < entries && holds; k++)
      for (let o = 0; o < outputs; o++)
        if (own[k] !== other[o] && isPart(wiring, parts[k * outputs + o])) holds = false;
    if (holds) tied.add(axis);
  }
  return tied;
}

export const mixedAxis: Hypothesis = ({ tensor, wiring: measure }) => {
  const wiring = measure();
  if (wiring === undefined || wiring.shape.length < 2 || wiring.shape.length !== wiring.outputShape.length)
    return undefined;
  const right = ties(wiring, wiring.numeric);
  const returned = ties(wiring, wiring.analytic);
  const broken = [...right].filter((axis) => !returned.has(axis));
  const made = [...returned].filter((axis) => !right.has(axis));
  if (broken.length === 0 || made.length === 0) return undefined;

  // What is off must lie along the two axes.
  const { entries, outputs, numeric, analytic, shape, outputShape, blur } = wiring;
  const [across, along] = [broken[0], made[0]];
  const [a, b] = [across, along].map((axis) => [indicesAlong(shape, axis), indicesAlong(outputShape, axis)]);
  let outside = 0;
  let total = 0;
  for (let k = 0; k < entries; k++) {
    for (let o = 0; o < outputs; o++) {
      const off = Math.max(0, Math.abs(numeric[k * outputs + o] - analytic[k * outputs + o]) - blur);
      total = Math.hypot(total, off);
      if (a[0][k] !== a[1][o] && b[0][k] !== b[1][o]) outside = Math.hypot(outside, off);
    }
  }
  return {
    kind: "wrong-axis",
    unexplained: outside / total,
    message: `forward mixes the entries of ${tensor.name} along axis ${along}, backward along axis ${across}: a sum or mean in it runs over the wrong axis`,
  };
};
