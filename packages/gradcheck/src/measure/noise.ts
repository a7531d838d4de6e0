// How far the output of the subject is from a smooth function: the standard deviation of its rounding, per output
// entry, from values so close together that hardly anything but rounding changes between them.
import type { Line } from "../sandbox/line.ts";
import type { Evaluator } from "../sandbox/sandbox.ts";
import { countLost } from "../words/finite.ts";
import { sigmaOf } from "./differences.ts";
import { FarSteps, type OutputsAt } from "./far-steps.ts";
import { unit32, unit64 } from "./float32.ts";

const points = 5;
const highestOrder = 3;
/** Values that are rounded to a coarse grid can look smooth at one spacing, but not at several without a common measure. */
const multiples = [1, 11 / 8, 77 / 32];
/** How far apart the points are: tried from the closest on, until the output changes from each to the next. */
const spacings = [2 ** -40, 2 ** -32, 2 ** -24, 2 ** -16, 2 ** -12];

export interface Noise {
  /** The standard deviation of each entry of the output. */
  readonly sigma: Float64Array;
  /** At least this share of the size of each entry is rounding. */
  readonly units: Float64Array;
  /** Whether every output that changes is rounded to float32. */
  readonly isSingle: boolean;
}

export interface MeasuredNoise extends Noise {
  /** How many entries are not finite where it was measured, and were left out. */
  readonly lost: number;
}

/** Whether fewer than half of the values equal the one before: then the spacing shows the rounding. */
function varies(values: Float64Array): boolean {
  let equal = 0;
  for (let i = 1; i < values.length; i++) if (values[i] === values[i - 1]) equal++;
  return equal < values.length / 2;
}

/** The smallest change from a value to the next, where there is any. */
function leastChange(values: Float64Array): number {
  let least = Number.POSITIVE_INFINITY;
  for (let i = 1; i < values.length; i++)
    if (values[i] !== values[i - 1]) least = Math.min(least, Math.abs(values[i] - values[i - 1]));
  return least;
}

/**
 * The noise of each of `size` outputs at the point `offset` along a line; it differs from that at 0 where an output grows
 * or vanishes on the way. Where `base`, the noise at 0, is above 0 for every output, fewer points do.
 */
export function measureNoise(
  evaluator: Evaluator,
  line: Line,
  size: number,
  offset: number,
  base?: Noise,
): MeasuredNoise {
  return evaluator.theta.along(line, (to) => {
    const at: OutputsAt = (t, into) => {
      to(t);
      evaluator.evaluate(into);
    };
    return noiseOf(at, size, offset, base);
  });
}

function noiseOf(at: OutputsAt, size: number, offset: number, base: Noise | undefined): MeasuredNoise {
  const sigma = new Float64Array(size);
  const settledAtBase = base?.sigma.every((noise) => noise > 0);
  const rows = Array.from({ length: points }, () => new Float64Array(size));
  const values = new Float64Array(points);
  at(offset, rows[0]);
  let lost = countLost(rows[0]);
  const far = new FarSteps(at, rows[0], offset);
  const open = new Set(far.changedAtOnce);
  const unsettled = new Set(far.changed);
  // The smallest change seen where the spacing was too close: one unit of the rounding.
  const quantum = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  for (const spacing of spacings) {
    const settled = new Set<number>();
    for (const multiple of settledAtBase && spacing === spacings[0] ? [1] : multiples) {
      if (open.size === 0) break;
      for (let k = 1; k < points; k++) at(offset + k * multiple * spacing, rows[k]);
      for (const i of open) {
        for (let k = 0; k < points; k++) values[k] = rows[k][i];
        if (!values.every(Number.isFinite)) {
          open.delete(i);
          lost++;
        } else if (varies(values)) {
          sigma[i] = Math.max(sigma[i], sigmaOf(values, highestOrder));
          settled.add(i);
        } else quantum[i] = Math.min(quantum[i], leastChange(values));
      }
    }
    for (const i of settled) {
      open.delete(i);
      unsettled.delete(i);
      if (Number.isFinite(quantum[i])) sigma[i] = Math.max(sigma[i], quantum[i] / Math.sqrt(12));
    }
  }
  // What changes over long steps alone, and by little, is rounded to a grid as coarse as that.
  for (const i of unsettled) sigma[i] = (far.gridOf(i, quantum[i]) ?? 0) / Math.sqrt(12);
  const units = sigma.map((_, i) => (far.isSingle(i) ? unit32 : unit64));
  return { sigma, units, isSingle: far.single, lost };
}
