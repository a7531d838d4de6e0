// Wrong only in a part of the tensor: one row, the last columns, a block, a border, every second entry, a triangle
import { count, sliceText } from "../../words/describe.ts";
import type { Evidence, TensorEvidence } from "../evidence/evidence.ts";
import { behaviourOf, isRight, isWrong, judgeRegion, type Region } from "../fit/region.ts";
import { indicesAlong } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";

const indicesOf = (flags: readonly boolean[]) => flags.flatMap((flag, i) => (flag ? [i] : []));
const isRun = (indices: readonly number[]) => indices[indices.length - 1] - indices[0] === indices.length - 1;

/** How many sets of its kind a set of indices was chosen from; undefined for one without a simple description. */
function choicesOf(
  hit: readonly number[],
  length: number,
  { hasBehaviour, isFresh }: { hasBehaviour: boolean; isFresh: boolean },
): number | undefined {
  const missed = Array.from({ length }, (_, i) => i).filter((i) => !hit.includes(i));
  if (missed.length === 0) return undefined;
  if (hit.length === 1) return length;
  const isEnd = hit[0] === 0 || hit[hit.length - 1] === length - 1;
  if (isRun(hit) && (hit.length <= length / 2 || (isEnd && hasBehaviour)))
    return isEnd ? 2 * length : length ** 2 / 2;
  const isBorder = isRun(missed) && missed[0] === length - 1 - missed[missed.length - 1];
  if (!isFresh) return undefined;
  if (isBorder) return length / 2;
  if (length >= 4 && hit.every((i) => i % 2 === hit[0] % 2)) return 2;
  return hit.length <= length / 2 ? 2 ** length : undefined;
}

/** The parts along one axis that hold all wrong entries, those of fresh points too. */
function slices(tensor: TensorEvidence, fresh: readonly TensorEvidence[]): Region[] {
  const { shape } = tensor;
  return shape.flatMap((length, axis) => {
    const along = indicesAlong(shape, axis);
    const flags = new Array<boolean>(length).fill(false);
    for (const one of [tensor, ...fresh])
      for (const [k, i] of along.entries()) if (isWrong(one, k)) flags[i] = true;
    const hit = indicesOf(flags);
    const choices = choicesOf(hit, length, {
      hasBehaviour: behaviourOf(tensor) !== "",
      isFresh: fresh.length > 0 || tensor.theta.length > cheap,
    });
    if (choices === undefined) return [];
    const last = hit.length === 1 && hit[0] === length - 1 && length > 1 ? ", the last" : "";
    const text = `in ${sliceText(shape.length, axis, hit)}${last}`;
    return [{ text, choices: choices * shape.length, transfers: true, inside: (_, k) => flags[along[k]] }];
  });
}

/** Both sides of the diagonal, and the diagonal itself, of the last two axes. */
function triangles({ shape }: TensorEvidence): Region[] {
  const rank = shape.length;
  if (rank < 2 || shape[rank - 1] !== shape[rank - 2]) return [];
  const rows = indicesAlong(shape, rank - 2);
  const columns = indicesAlong(shape, rank - 1);
  const region = (text: string, holds: (i: number, j: number) => boolean): Region => ({
    text,
    choices: 8,
    transfers: true,
    inside: (_, k) => holds(rows[k], columns[k]),
  });
  return [
    region("on the diagonal", (i, j) => i === j),
    region("above the diagonal", (i, j) => j > i),
    region("below the diagonal", (i, j) => j < i),
    region("off the diagonal", (i, j) => i !== j),
  ];
}

/** One region within another along a second axis: a corner, a block. */
const both = (a: Region, b: Region): Region => ({
  text: `${a.text} and ${b.text.replace(/^in /, "")}`,
  choices: a.choices * b.choices,
  transfers: true,
  inside: (tensor, k) => a.inside(tensor, k) && b.inside(tensor, k),
});

/** Up to this many entries, fresh points are looked at before anything is said. */
const cheap = 500;

export const supportByPlace: Hypothesis = (evidence: Evidence) => {
  const { tensor } = evidence;
  const wrong = tensor.verdict.filter((v) => v === "wrong").length;
  if (wrong < 2 || !tensor.verdict.some((_, k) => isRight(tensor, k))) return undefined;
  const fresh = tensor.theta.length <= cheap ? [0, 1].flatMap((k) => evidence.elsewhere(k) ?? []) : [];
  const parts = slices(tensor, fresh);
  const pairs = parts.flatMap((a, i) => parts.slice(i + 1).map((b) => both(a, b)));
  const size = ({ inside }: Region) => tensor.verdict.filter((_, k) => inside(tensor, k)).length;
  const regions = [...parts, ...pairs, ...triangles(tensor)].map((region) => ({
    region,
    size: size(region),
  }));
  // The tightest first.
  for (const { region } of regions.toSorted((a, b) => a.size - b.size)) {
    const unexplained = judgeRegion(evidence, region);
    if (unexplained === undefined) continue;
    return {
      kind: "support",
      unexplained,
      message: `wrong only ${region.text} (${count(wrong, "entry", "entries")} of ${tensor.verdict.length})${behaviourOf(tensor)}`,
    };
  }
  return undefined;
};
