// How far the output of the subject is from a smooth function: the standard deviation of its rounding, per output
// entry. Values at points so close together that the subject is a polynomial of low degree between them: what remains
// in their k-th differences is noise, σ² = (k!)² / (2k)! · mean(difference²).
// Source: J. J. Moré and S. M. Wild, "Estimating computational noise", SIAM J. Sci. Comput. 33 (2011).
import type { Line } from "../sandbox/line.ts";
import type { Evaluator } from "../sandbox/sandbox.ts";
import { countLost } from "./edges.ts";

/** The rounding of a number, as a share of it: one unit in the last place, spread evenly. */
const unit64 = Number.EPSILON / Math.sqrt(12);
const unit32 = 2 ** -23 / Math.sqrt(12);

const points = 5;
const orders = [2, 3];
/**
 * Values that are rounded to a coarse grid can look smooth at one spacing, but not at several without a common measure;
 * more of them where the closest spacing showed no change, which makes a coarse grid likely.
 */
const multiples = [1, 11 / 8, 77 / 32];
const moreMultiples = [...multiples, 39 / 32, 57 / 32, 95 / 32];
/** How far apart the points are: tried from the closest on, until the output changes from each to the next. */
const spacings = [2 ** -40, 2 ** -32, 2 ** -24, 2 ** -16, 2 ** -12, 2 ** -8];

/** Steps that are no powers of two: values on a grid of those would be float32 numbers by themselves. */
const farSteps = [1.234e-3, 0.1234, -0.1234, 1.234, -1.234];
/** A change larger than this share of the output is no rounding. */
const coarsestGrid = 2 ** -16;

export interface Noise {
  /** The standard deviation of each entry of the output. */
  readonly sigma: Float64Array;
  /** At least this share of the size of an entry is rounding. */
  readonly unit: number;
}

export interface MeasuredNoise extends Noise {
  /** How many entries are not finite where it was measured, and were left out. */
  readonly lost: number;
}

/** Whether a number has so few digits that it would be a float32 number anyway. */
const isShort = (x: number) => x === 0 || ((x / 2 ** Math.floor(Math.log2(Math.abs(x)))) * 2 ** 20) % 1 === 0;

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
const gamma = (k: number) => factorial(k) ** 2 / factorial(2 * k);

/** The least of the estimates from the orders: smooth change can only add to one. */
function sigmaOf(values: Float64Array): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return 0;
  // Squares of the values themselves could overflow.
  const differences = values.map((value) => value / largest);
  let least = Number.POSITIVE_INFINITY;
  for (let k = 1, n = values.length - 1; k <= orders[orders.length - 1]; k++, n--) {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      differences[i] = differences[i + 1] - differences[i];
      sum += differences[i] ** 2;
    }
    if (orders.includes(k)) least = Math.min(least, Math.sqrt((gamma(k) * sum) / n));
  }
  return least * largest;
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
    const at = (t: number, into: Float64Array) => {
      to(t);
      evaluator.evaluate(into);
    };
    return noiseOf(at, size, offset, base);
  });
}

function noiseOf(
  at: (t: number, into: Float64Array) => void,
  size: number,
  offset: number,
  base: Noise | undefined,
): MeasuredNoise {
  const sigma = new Float64Array(size);
  const settledAtBase = base?.sigma.every((noise) => noise > 0);
  const rows = Array.from({ length: points }, () => new Float64Array(size));
  const values = new Float64Array(points);
  at(offset, rows[0]);
  let lost = countLost(rows[0]);
  const changed = new Set<number>();
  const open = new Set<number>();
  const fars = farSteps.map((step, k) => {
    const row = new Float64Array(size);
    // Where the first step changes everything, there is no need to go farther.
    if (changed.size < size) at(offset + step, row);
    for (let i = 0; i < size; i++) {
      if (row[i] === rows[0][i] || !Number.isFinite(rows[0][i])) continue;
      changed.add(i);
      if (k === 0) open.add(i);
    }
    return row;
  });
  const moved = fars[0].filter((y, i) => y !== rows[0][i]);
  const single = moved.every((y) => Math.fround(y) === y) && moved.some((y) => !isShort(y));
  // The smallest change seen where the spacing was too close: one unit of the rounding.
  const quantum = new Float64Array(size).fill(Number.POSITIVE_INFINITY);
  for (const spacing of spacings) {
    const settled = new Set<number>();
    for (const multiple of spacing !== spacings[0] ? moreMultiples : settledAtBase ? [1] : multiples) {
      if (open.size === 0) break;
      for (let k = 1; k < points; k++) at(offset + k * multiple * spacing, rows[k]);
      for (const i of open) {
        for (let k = 0; k < points; k++) values[k] = rows[k][i];
        if (!values.every(Number.isFinite)) {
          open.delete(i);
          lost++;
        } else if (varies(values)) {
          sigma[i] = Math.max(sigma[i], sigmaOf(values));
          settled.add(i);
        } else quantum[i] = Math.min(quantum[i], leastChange(values));
      }
    }
    for (const i of settled) {
      open.delete(i);
      changed.delete(i);
      if (Number.isFinite(quantum[i])) sigma[i] = Math.max(sigma[i], quantum[i] / Math.sqrt(12));
    }
  }
  // What changes over long steps alone, and by little, is rounded to a grid as coarse as that.
  for (const i of changed) {
    const changes = fars.map((row) => Math.abs(row[i] - rows[0][i])).filter((change) => change > 0);
    const largest = Math.max(...fars.map((row) => Math.abs(row[i])));
    const least = Math.min(quantum[i], ...changes);
    if (least <= largest * coarsestGrid) sigma[i] = least / Math.sqrt(12);
  }
  return { sigma, unit: single ? unit32 : unit64, lost };
}
