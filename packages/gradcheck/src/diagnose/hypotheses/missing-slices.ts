// g = Σ over some slices of the output of their contributions, where n is the sum over all: only one example, one place
// or one step is counted, or some are left out.
import { listRanges, sliceText } from "../../words/describe.ts";
import type { Evidence } from "../evidence/evidence.ts";
import type { Contributions, Wiring } from "../evidence/wiring.ts";
import { type Comparison, compare, convinces, most } from "../fit/compare.ts";
import { isPart, outputsOf, shareLeft, throughOutputs } from "../fit/parts.ts";
import { indicesAlong } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, i) => from + i);

/** Simple choices of what may be lost along an axis: all but one slice, one, the first ones, the last ones. */
const simpleLosses = (length: number) =>
  numbers(0, length).flatMap((s) => [
    numbers(0, length).filter((other) => other !== s),
    [s],
    ...(s > 1 && s < length - 1 ? [numbers(0, s), numbers(s, length)] : []),
  ]);

/** The slices of the output that backprop has lost, seen in its parts; undefined where one is neither lost nor right. */
function lossesIn({ rows, outputs, numeric, analytic, blur }: Wiring, along: Int32Array, length: number) {
  const [size, returned, off] = [0, 1, 2].map(() => new Float64Array(length));
  for (let i = 0; i < rows.length * outputs; i++) {
    const s = along[i % outputs];
    size[s] = Math.max(size[s], Math.abs(numeric[i]));
    returned[s] = Math.max(returned[s], Math.abs(analytic[i]));
    off[s] = Math.max(off[s], Math.abs(numeric[i] - analytic[i]));
  }
  const lost = numbers(0, length).filter((s) => off[s] > Math.max(blur, most * size[s]));
  return lost.every((s) => returned[s] <= blur) ? lost : undefined;
}

/** Whether an entry has parts on both sides: otherwise nothing of a sum is missing, but whole entries. */
function splitsASum(
  via: readonly (readonly number[])[],
  along: Int32Array,
  lost: readonly number[],
): boolean {
  return via.some(
    (list) => list.some((o) => lost.includes(along[o])) && list.some((o) => !lost.includes(along[o])),
  );
}

/** What backprop has lost along an axis, and how well that explains its values. */
function findLoss({ tensor, wiring: measure }: Evidence, contributions: Contributions, axis: number) {
  const length = contributions.outputShape[axis];
  const along = indicesAlong(contributions.outputShape, axis);
  const via = outputsOf(contributions);
  const error = tensor.error.map((bar) => 2 * bar + contributions.blur);
  const losses = simpleLosses(length);
  let best: (Comparison & { lost: number[] }) | undefined;
  for (const lost of losses) {
    if (!splitsASum(via, along, lost)) continue;
    const value = throughOutputs(contributions, tensor.theta.length, (_, o) => !lost.includes(along[o]));
    const found = compare(tensor, {
      value,
      error,
      choices: losses.length * contributions.outputShape.length,
    });
    if (convinces(found) && found.weight > (best?.weight ?? 0)) best = { ...found, lost };
  }
  if (best !== undefined) return best;
  const wiring = measure();
  const lost = wiring && lossesIn(wiring, along, length);
  if (wiring === undefined || lost === undefined || !splitsASum(via, along, lost)) return undefined;
  const { outputs, numeric } = wiring;
  const unexplained = shareLeft(wiring, (r, o) => (lost.includes(along[o]) ? 0 : numeric[r * outputs + o]));
  return unexplained <= most ? { unexplained, lost } : undefined;
}

export const missingSlices: Hypothesis = (evidence) => {
  const contributions = evidence.contributions();
  if (contributions === undefined) return undefined;
  const { outputShape, outputs, numeric } = contributions;
  for (const [axis, length] of outputShape.entries()) {
    const found = length > 1 ? findLoss(evidence, contributions, axis) : undefined;
    if (found === undefined) continue;
    const along = indicesAlong(outputShape, axis);
    const sends = new Set<number>();
    for (const [i, part] of numeric.entries()) if (isPart(contributions, part)) sends.add(along[i % outputs]);
    const lost = found.lost.filter((s) => sends.has(s));
    const kept = numbers(0, length).filter((s) => sends.has(s) && !lost.includes(s));
    const rank = outputShape.length;
    const { name } = evidence.tensor;
    const message =
      kept.length <= lost.length
        ? `backprop holds only the contribution of ${sliceText(rank, axis, kept)} of the output: the sum over all ${length} is missing from the gradient of ${name}`
        : `the contribution of ${sliceText(rank, axis, lost)} of the output is missing from the gradient of ${name}; that of ${listRanges(kept)} is right`;
    return { kind: "missing-sum", unexplained: found.unexplained, message };
  }
  return undefined;
};
