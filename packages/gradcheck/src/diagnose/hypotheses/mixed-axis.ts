// Forward mixes entries along one axis (each row on its own), backward along another (each column on its own)
import type { Wiring } from "../evidence/wiring.ts";
import { most } from "../fit/compare.ts";
import { isPart } from "../fit/parts.ts";
import { indicesAlong } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";

/** The axes of the same length in the tensor and the output along which only equal indices have to do with each other. */
function ties(wiring: Wiring, parts: Float64Array): number[] {
  const { shape, outputShape, outputs } = wiring;
  return shape.flatMap((length, axis) => {
    if (length < 2 || outputShape[axis] !== length) return [];
    const own = indicesAlong(shape, axis);
    const other = indicesAlong(outputShape, axis);
    const holds = parts.every(
      (part, i) => !isPart(wiring, part) || own[Math.floor(i / outputs)] === other[i % outputs],
    );
    return holds ? [axis] : [];
  });
}

/** The share of the error in parts that lie along neither of two axes. */
function shareBeside(wiring: Wiring, axes: readonly number[]): number {
  const { outputs, numeric, analytic, shape, outputShape, blur } = wiring;
  const alongs = axes.map((axis) => [indicesAlong(shape, axis), indicesAlong(outputShape, axis)]);
  let outside = 0;
  let total = 0;
  for (let i = 0; i < numeric.length; i++) {
    const off = Math.max(0, Math.abs(numeric[i] - analytic[i]) - blur) ** 2;
    total += off;
    if (alongs.every(([own, other]) => own[Math.floor(i / outputs)] !== other[i % outputs])) outside += off;
  }
  return total === 0 ? 1 : Math.sqrt(outside / total);
}

export const mixedAxis: Hypothesis = ({ tensor, wiring: measure }) => {
  const wiring = measure();
  if (!wiring?.isComplete || wiring.shape.length < 2) return undefined;
  const right = ties(wiring, wiring.numeric);
  const returned = ties(wiring, wiring.analytic);
  const across = right.find((axis) => !returned.includes(axis));
  const along = returned.find((axis) => !right.includes(axis));
  if (across === undefined || along === undefined) return undefined;
  const unexplained = shareBeside(wiring, [across, along]);
  if (unexplained > most) return undefined;
  return {
    kind: "wrong-axis",
    unexplained,
    message: `forward mixes the entries of ${tensor.name} along axis ${along}, backward along axis ${across}: a sum or mean in backward runs over the wrong axis`,
  };
};
