// What probably went wrong with the shape of a gradient.
import { sameShape, sizeOf } from "@nudge/core/internal";
import { listWords } from "../words/describe.ts";

type Shape = readonly number[];

/** Of shapes with more axes than that nothing is said: the ways to leave some out double with each. */
const mostAxes = 8;

const axesText = (axes: readonly number[]) =>
  `${axes.length === 1 ? "axis" : "axes"} ${listWords(axes.map(String))}`;

/** All ways to leave axes out of a shape such that another one is left. */
function waysToLeaveOut(got: Shape, wanted: Shape): number[][] {
  if (got.length > mostAxes || got.length <= wanted.length) return [];
  return Array.from({ length: 2 ** got.length }, (_, chosen) =>
    got.flatMap((_, axis) => ((chosen >> axis) & 1 ? [axis] : [])),
  ).filter((axes) =>
    sameShape(
      got.filter((_, axis) => !axes.includes(axis)),
      wanted,
    ),
  );
}

/**
 * What makes a gradient of the shape it must have, where the shapes say so: ": sum over axis 0" of [4, 3] in the place of
 * [3], as broadcasting leaves it; else nothing.
 */
export function adviceOnShape(got: Shape, wanted: Shape): string {
  const ways = waysToLeaveOut(got, wanted);
  if (ways.length > 0) {
    const isOfOne = ways[0].every((axis) => got[axis] === 1);
    if (ways.length === 1 || isOfOne) return `: ${isOfOne ? "drop" : "sum over"} ${axesText(ways[0])}`;
    return `: sum over ${got.length - wanted.length === 1 ? "one axis" : "the axes that are too many"}`;
  }
  const broadcast = got.flatMap((length, axis) => (wanted[axis] === 1 && length > 1 ? [axis] : []));
  const isBroadcast =
    got.length === wanted.length &&
    got.every((length, axis) => length === wanted[axis] || broadcast.includes(axis));
  if (isBroadcast) return `: sum over ${axesText(broadcast)}, which stays as an axis of 1`;
  if (sizeOf(got) !== sizeOf(wanted)) return "";
  return sameShape(got.toSorted(), wanted.toSorted()) ? ": its axes are in another order" : ": reshape it";
}
