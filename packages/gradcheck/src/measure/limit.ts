// What the slopes at falling steps, each a quarter of the one before, come to in the end. They may differ from it by any
// power of the step, h for a one-sided slope, √h for that of x^1.5 at 0: then their changes shrink by a constant ratio q,
// 1/4 and 1/2, and the rest of the way is a geometric series. Where q is 1 or more there is no end: x log x and √x at 0.
import type { Level } from "./meter.ts";

export interface Value {
  readonly value: number;
  readonly noise: number;
}

export interface Limit {
  readonly value: number;
  /** The limit is known to ± this. */
  readonly error: number;
}

/** With a ratio above this the rest of the way is ten times the last change and more: nothing is known of the limit. */
const slow = 0.9;
/** So many ratios in a row are no accident. */
export const many = 3;
/**
 * A change may be small by accident: it counts as this share of the one before, and the way that is left as at least what
 * it is for a smooth function.
 */
const leastChange = 1 / 16;
const leastRest = 1 / 3;

interface Change {
  readonly size: number;
  readonly noise: number;
}

const changesOf = (values: readonly Value[]): Change[] =>
  values
    .slice(1)
    .map(({ value, noise }, k) => ({ size: value - values[k].value, noise: noise + values[k].noise }));

const isClear = ({ size, noise }: Change) => Math.abs(size) > 2 * noise;

/** Which way the values grow without end, as far as it can be seen in the noise, by a ratio below `fast`; 0 where they come to rest. */
export function growthOf(values: readonly Value[], inARow = many, fast = Number.POSITIVE_INFINITY): number {
  const changes = changesOf(values);
  const clear = changes.findLastIndex(isClear);
  if (clear < inARow) return 0;
  for (let k = clear; k > clear - inARow; k--) {
    const ratio = changes[k].size / changes[k - 1].size;
    if (!isClear(changes[k - 1]) || !(ratio >= slow && ratio < fast)) return 0;
  }
  return Math.sign(changes[clear].size);
}

/** The limit of values at falling steps; undefined where they show none. */
export function limitOf(values: readonly Value[]): Limit | undefined {
  if (growthOf(values) !== 0) return undefined;
  const changes = changesOf(values);
  let best: Limit | undefined;
  for (let k = 1; k < changes.length; k++) {
    const [before, last] = [changes[k - 1], changes[k]];
    const { value, noise } = values[k + 1];
    const most = Math.abs(last.size) + last.noise;
    const isStill = Math.abs(before.size) <= before.noise;
    // Changes within the noise may be slow ones.
    const ratio = isStill ? slow : most / (Math.abs(before.size) - before.noise);
    if (!(ratio <= slow)) continue;
    const q = isStill ? 0 : last.size / before.size;
    const limit = value + (last.size * q) / (1 - q);
    const usual = Math.max(most, leastChange * Math.abs(before.size));
    let error = noise + usual * Math.max(leastRest, ratio / (1 - ratio));
    for (const later of values.slice(k + 2))
      error = Math.max(error, Math.abs(later.value - limit) - later.noise);
    if (best === undefined || error < best.error) best = { value: limit, error };
  }
  return best;
}

export const slopeOf = ({ slope, noise }: Level): Value => ({ value: slope, noise });

/** How far the slopes to both sides differ. */
export const jumpOf = ({ lower, upper, blur }: Level): Value => ({ value: upper - lower, noise: blur });

/** The slopes across a jump grow as the step falls, by a ratio of 4; those at a cusp, such as √|x| at 0, by less. */
export const jumping = 3.6;

/** Whether the slopes last grew as they do at a cusp, be it those across the point or their difference to both sides. */
export const isGrowing = (levels: readonly Level[]) =>
  growthOf(levels.map(jumpOf), 1, jumping) !== 0 || growthOf(levels.map(slopeOf), 1, jumping) !== 0;
