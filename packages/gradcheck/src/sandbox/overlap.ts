// Whether two tensors have an entry in the same memory. Views of one array may lie between each other without.
import type { Tensor } from "@nudge/core";

/** The least and the greatest place of an entry in the data; an axis with a negative stride runs backwards. */
function spanOf({ offset, shape, stride }: Tensor): [least: number, greatest: number] {
  const ways = shape.map((length, axis) => stride[axis] * (length - 1));
  const sum = (some: readonly number[]) => some.reduce((total, way) => total + way, offset);
  return [sum(ways.filter((way) => way < 0)), sum(ways.filter((way) => way > 0))];
}

/** The place of every entry in the data. */
const placesOf = ({ offset, shape, stride }: Tensor): number[] =>
  shape.reduce(
    (places, length, axis) =>
      Array.from({ length }, (_, i) => i * stride[axis]).flatMap((way) => places.map((at) => at + way)),
    [offset],
  );

export function overlap(a: Tensor, b: Tensor): boolean {
  if (a.data.buffer !== b.data.buffer || a.size === 0 || b.size === 0) return false;
  const bytesOf = ({ data }: Tensor, place: number) => data.byteOffset + place * data.BYTES_PER_ELEMENT;
  const [[firstA, lastA], [firstB, lastB]] = [spanOf(a), spanOf(b)];
  const isApart = bytesOf(a, lastA + 1) <= bytesOf(b, firstB) || bytesOf(b, lastB + 1) <= bytesOf(a, firstA);
  if (isApart) return false;
  // Of numbers of two sizes in one buffer nothing more is told.
  if (a.data.BYTES_PER_ELEMENT !== b.data.BYTES_PER_ELEMENT) return true;
  const taken = new Set(placesOf(a).map((place) => bytesOf(a, place)));
  return placesOf(b).some((place) => taken.has(bytesOf(b, place)));
}
