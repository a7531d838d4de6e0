// Wrong only in a part of the tensor: one row, the last columns, a block, a border, every second entry, a triangle

import { sameShape, sizeOf } from "@nudge/core/internal";
import { stretchText } from "../axis-text.ts";
import type { Hypothesis } from "../candidate.ts";
import { cheap, isRight, isWrong, type TensorEvidence, wrongOf } from "../evidence/evidence.ts";
import { indicesAlong } from "../layout.ts";
import { behaviourOf, type Region, wrongOnly } from "../models/support.ts";

const indicesOf = (flags: readonly boolean[]) => flags.flatMap((flag, i) => (flag ? [i] : []));
const isRun = (indices: readonly number[]) => indices[indices.length - 1] - indices[0] === indices.length - 1;

/**
 * Among how many sets like it a set of indices was chosen; undefined for one without a simple description. A run of more
 * than half of them must begin or end the axis, and backprop do something simple in it; a set with gaps counts only where
 * fresh points were looked at, or would cost too much.
 */
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

/** Some indices of an axis, as "in rows 2 and 3". */
interface Stretch {
  readonly text: string;
  readonly choices: number;
  holds(k: number): boolean;
}

/** The indices along each axis at which entries are wrong, those of fresh points too. */
function stretches(tensor: TensorEvidence, fresh: readonly TensorEvidence[]): Stretch[] {
  const { shape } = tensor;
  return shape.flatMap((length, axis) => {
    const along = indicesAlong(shape, axis);
    const flags = new Array<boolean>(length).fill(false);
    for (const one of [tensor, ...fresh])
      for (const [k, i] of along.entries()) if (isWrong(one, k)) flags[i] = true;
    const hit = indicesOf(flags);
    const choices = choicesOf(hit, length, {
      hasBehaviour: behaviourOf(tensor) !== undefined,
      isFresh: fresh.length > 0 || tensor.theta.length > cheap,
    });
    if (choices === undefined) return [];
    return [
      { text: stretchText(shape, axis, hit), choices: choices * shape.length, holds: (k) => flags[along[k]] },
    ];
  });
}

/** What lies in all stretches: one of them, or a corner or a block. */
const within = (all: readonly Stretch[]): Region => ({
  where: all.map(({ text }) => text).join(" and "),
  choices: all.reduce((product, { choices }) => product * choices, 1),
  transfers: true,
  inside: (_, k) => all.every(({ holds }) => holds(k)),
});

/** Both sides of the diagonal, and the diagonal itself, of the last two axes of a shape. */
function trianglesOf(shape: readonly number[]): Region[] {
  const rank = shape.length;
  if (rank < 2 || shape[rank - 1] !== shape[rank - 2]) return [];
  const rows = indicesAlong(shape, rank - 2);
  const columns = indicesAlong(shape, rank - 1);
  const region = (where: string, holds: (i: number, j: number) => boolean): Region => ({
    where,
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

/** Those of a tensor, and of the matrix that a block of second derivatives is, whose first axes are those of the other ones. */
function triangles({ shape }: TensorEvidence): Region[] {
  const half = shape.slice(0, shape.length / 2);
  const isBlock = shape.length > 2 && sameShape(half, shape.slice(shape.length / 2));
  return [...trianglesOf(shape), ...(isBlock ? trianglesOf([sizeOf(half), sizeOf(half)]) : [])];
}

export const supportByPlace: Hypothesis = function* ({ tensor, elsewhere }) {
  if (wrongOf(tensor).length < 2 || !tensor.verdict.some((_, k) => isRight(tensor, k))) return;
  const fresh = tensor.theta.length <= cheap ? [0, 1].flatMap((k) => elsewhere(k) ?? []) : [];
  const single = stretches(tensor, fresh);
  const pairs = single.flatMap((a, i) => single.slice(i + 1).map((b) => within([a, b])));
  const regions = [...single.map((one) => within([one])), ...pairs, ...triangles(tensor)];
  const sizes = new Map(
    regions.map((region) => [region, tensor.verdict.filter((_, k) => region.inside(tensor, k)).length]),
  );
  // The tightest first.
  for (const region of regions.toSorted((a, b) => sizes.get(a)! - sizes.get(b)!))
    yield wrongOnly(tensor, region);
};
