// Forward mixes entries along one axis (each row on its own), backward along another (each column on its own)
import type { Hypothesis } from "../candidate.ts";
import type { Parts } from "../evidence/evidence.ts";
import { indicesAlong } from "../layout.ts";
import { isPart } from "../models/parts.ts";

/** The axes along which an entry has parts only through outputs at its own index: nothing is mixed along these. */
function ties(parts: Parts, values: Float64Array): number[] {
  const { shape, outputShape, outputs } = parts;
  return shape.flatMap((length, axis) => {
    if (length < 2 || outputShape[axis] !== length) return [];
    const own = indicesAlong(shape, axis);
    const other = indicesAlong(outputShape, axis);
    const holds = values.every(
      (part, i) => !isPart(parts, part) || own[Math.floor(i / outputs)] === other[i % outputs],
    );
    return holds ? [axis] : [];
  });
}

export const mixedAxis: Hypothesis = ({ tensor, parts: measure }) => {
  const parts = measure();
  if (!parts?.isComplete || parts.shape.length < 2) return [];
  const { shape, outputShape, outputs, numeric, analytic } = parts;
  const right = ties(parts, numeric);
  const returned = ties(parts, analytic);
  const across = right.find((axis) => !returned.includes(axis));
  const along = returned.find((axis) => !right.includes(axis));
  if (across === undefined || along === undefined) return [];
  const alongs = [across, along].map((axis) => [indicesAlong(shape, axis), indicesAlong(outputShape, axis)]);
  return [
    {
      kind: "wrong-axis",
      // Where the indices differ along both axes, the part is right; elsewhere the claim is what backprop gave.
      part(k, o) {
        const isBeside = alongs.every(([own, other]) => own[k] !== other[o]);
        return (isBeside ? numeric : analytic)[k * outputs + o];
      },
      message: `forward mixes the entries of ${tensor.name} along axis ${along}, backward along axis ${across}: a sum or mean in backward runs over the wrong axis`,
    },
  ];
};
