// The output in pieces, some of which a sum may have lost: its rows, its columns, its indices along another axis; where several
// outputs go by name, one of these, or single entries.
import { placeAmong, slicesIn, type TensorsByName } from "../../subject/form.ts";
import { listRanges, listWords } from "../../words/describe.ts";
import { indicesText } from "../axis-text.ts";
import type { NumericParts } from "../evidence/evidence.ts";
import { indicesAlong } from "../layout.ts";

export interface Pieces {
  /** How many there are. */
  readonly length: number;
  /** The piece that each entry is in. */
  readonly along: Int32Array;
  /** Some of them: "row 0 of the output", "the output cell". */
  text(pieces: readonly number[]): string;
  /** The same, where it is clear of what: "0", "cell". */
  brief(pieces: readonly number[]): string;
  /** What is missing where some alone were counted: "the sum over all 4", "that of cell". */
  rest(missing: readonly number[]): string;
}

/** More places than these are counted. */
const mostPlaces = 3;

function alongAxis(shape: readonly number[], axis: number): Pieces {
  return {
    length: shape[axis],
    along: indicesAlong(shape, axis),
    text: (pieces) => `${indicesText(shape.length, axis, pieces)} of the output`,
    rest: () => `the sum over all ${shape[axis]}`,
    brief: listRanges,
  };
}

function byName(outputs: TensorsByName): Pieces {
  const slices = slicesIn(outputs);
  const names = (pieces: readonly number[]) => listWords(pieces.map((k) => slices[k].name));
  return {
    length: slices.length,
    along: Int32Array.from(slices.flatMap(({ length }, k) => Array(length).fill(k))),
    text: (pieces) => `the output${pieces.length === 1 ? "" : "s"} ${names(pieces)}`,
    rest: (missing) => `that of ${names(missing)}`,
    brief: names,
  };
}

function singly(outputs: TensorsByName, length: number): Pieces {
  const places = (entries: readonly number[]) =>
    entries.length > mostPlaces
      ? `${entries.length} entries`
      : listWords(entries.map((entry) => placeAmong(outputs, entry)));
  return {
    length,
    along: Int32Array.from({ length }, (_, entry) => entry),
    text: (entries) => `${places(entries)} of the outputs`,
    rest: (missing) => `that of ${places(missing)}`,
    brief: places,
  };
}

/** The ways to cut the output of a subject into pieces. */
export function piecesOf(
  { outputShape, outputs: length }: NumericParts,
  outputs: TensorsByName | undefined,
): Pieces[] {
  return outputs === undefined
    ? outputShape.map((_, axis) => alongAxis(outputShape, axis))
    : [byName(outputs), singly(outputs, length)];
}
