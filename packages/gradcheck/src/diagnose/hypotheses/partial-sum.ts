// g = Σ over some rows of the output (or columns, or indices along another axis, or some outputs of several) of what they
// contribute, where n is the sum over all: only one example, place, step or output is counted, or some are left out.
import type { Hypothesis } from "../candidate.ts";
import { mostUnexplained } from "../claims/value.ts";
import type { NumericParts, Parts } from "../evidence/evidence.ts";
import { isPart, outputsOf, throughOutputs } from "../models/parts.ts";
import { type Pieces, piecesOf } from "../models/pieces.ts";

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** Simple choices of the indices that may be lost: all but one, one, the first ones, the last ones. */
const simpleLosses = (length: number) =>
  numbers(0, length).flatMap((s) => [
    numbers(0, length).filter((other) => other !== s),
    [s],
    ...(s > 1 && s < length - 1 ? [numbers(0, s), numbers(s, length)] : []),
  ]);

/** The pieces that backprop has lost, seen in its parts; undefined where one is neither lost nor right. */
function lossIn({ rows, outputs, numeric, analytic, error }: Parts, { along, length }: Pieces) {
  const [size, returned, off] = [0, 1, 2].map(() => new Float64Array(length));
  for (let i = 0; i < rows.length * outputs; i++) {
    const s = along[i % outputs];
    size[s] = Math.max(size[s], Math.abs(numeric[i]));
    returned[s] = Math.max(returned[s], Math.abs(analytic[i]));
    off[s] = Math.max(off[s], Math.abs(numeric[i] - analytic[i]));
  }
  const lost = numbers(0, length).filter((s) => off[s] > Math.max(error, mostUnexplained * size[s]));
  return lost.every((s) => returned[s] <= error) ? lost : undefined;
}

/** The pieces that contribute anything. */
function contributing(parts: NumericParts, { along }: Pieces): number[] {
  const found = new Set<number>();
  for (const [i, part] of parts.numeric.entries())
    if (isPart(parts, part)) found.add(along[i % parts.outputs]);
  return [...found].sort((a, b) => a - b);
}

export const partialSum: Hypothesis = function* ({ tensor, outputsByName, numericParts, parts: measure }) {
  const numeric = numericParts();
  if (numeric === undefined) return;
  const { outputs } = numeric;
  const via = outputsOf(numeric);
  const cuts = piecesOf(numeric, outputsByName);
  for (const pieces of cuts) {
    const { length, along } = pieces;
    if (length < 2) continue;
    // Some entry gets contributions from both: otherwise whole entries are lost, and no sum is cut short.
    const splitsASum = (lost: readonly number[]) =>
      via.some((list) => new Set(list.map((o) => lost.includes(along[o]))).size === 2);
    const all = contributing(numeric, pieces);
    const say = (lost: readonly number[]) => {
      const missing = all.filter((s) => lost.includes(s));
      const kept = all.filter((s) => !lost.includes(s));
      const message =
        kept.length <= missing.length
          ? `backprop holds only the contribution of ${pieces.text(kept)}: ${pieces.rest(missing)} is missing from the gradient of ${tensor.name}`
          : `the contribution of ${pieces.text(missing)} is missing from the gradient of ${tensor.name}; that of ${pieces.brief(kept)} is right`;
      return { kind: "missing-sum" as const, message };
    };
    const losses = simpleLosses(length);
    for (const lost of losses) {
      if (!splitsASum(lost)) continue;
      yield {
        ...say(lost),
        ...throughOutputs(numeric, tensor, (_, o) => !lost.includes(along[o])),
        choices: losses.length * cuts.length,
      };
    }
    const parts = measure();
    const lost = parts && lossIn(parts, pieces);
    if (lost === undefined || !splitsASum(lost)) continue;
    yield {
      ...say(lost),
      part: (r, o) => (lost.includes(along[o]) ? 0 : numeric.numeric[r * outputs + o]),
    };
  }
};
