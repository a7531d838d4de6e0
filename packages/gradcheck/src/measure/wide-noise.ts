// Noise that shows over wider spacings alone. Where a part of a function is rounded more coarsely than the rest, it is
// constant from one step of its rounding to the next, and points that lie closer together than such steps see none of it.
import type { Line } from "../sandbox/line.ts";
import type { Evaluator } from "../sandbox/sandbox.ts";
import type { OutputsAt } from "./far-steps.ts";
import { jumpBetween } from "./jump.ts";
import type { Noise } from "./noise.ts";
import { orthonormalPolynomials, remainderOf } from "./remainder.ts";

/**
 * Where points are, in units of their distance. Values on a grid look smooth at equal distances that happen to be whole
 * steps of it. The base is none of them, for it may lie at a kink.
 */
const places = [1, 2.29, 2.83, 4.37, 4.71, 6.19, 7.17, 7.91];
/**
 * Their distances, to one side and to the other. Over the first, float32 shows where a function varies on the scale of θ,
 * over the second what is coarser, down to three digits.
 */
const distances = [2 ** -22, -(2 ** -10)];
/** Positions of so few digits are exact, in directions that are powers of two near the size of each entry. */
const finest = 2 ** -40;
const windows = distances.map((distance) => {
  const positions = places.map((place) => Math.round((place * distance) / finest) * finest);
  // Between the points, a smooth function is a polynomial of a degree up to 5.
  return { positions, polynomials: orthonormalPolynomials(positions, 5) };
});
/** What remains is suspicious where it is so many times the noise of closer points. */
const suspicious = 16;
/** Jumps of more than this share of an output are no rounding. */
export const coarsest = 2 ** -6;

/** The noise at the base of a line, with what wider spacings add to it. */
export function widen(evaluator: Evaluator, line: Line, center: Float64Array, noise: Noise): Noise {
  return evaluator.theta.along(line, (to) => {
    const at: OutputsAt = (t, into) => {
      to(t);
      evaluator.evaluate(into);
    };
    const sigma = noise.sigma.slice();
    for (const { positions, polynomials } of windows) {
      const rows = positions.map((t) => {
        const row = center.slice();
        at(t, row);
        return row;
      });
      const wide = center.map((_, i) => sigmaOfOutput(rows, i, polynomials));
      const excess = wide.map((s, i) => s / Math.max(sigma[i], Math.abs(center[i]) * noise.units[i]));
      const worst = excess.reduce((most, e, i) => (e > excess[most] ? i : most), 0);
      if (!(excess[worst] > suspicious) || !jumpsInBothHalves(at, positions, rows, worst, wide[worst] / 4))
        continue;
      for (const [i, s] of wide.entries()) if (excess[i] > suspicious) sigma[i] = s;
    }
    return { ...noise, sigma };
  });
}

function sigmaOfOutput(
  rows: readonly Float64Array[],
  i: number,
  polynomials: readonly Float64Array[],
): number {
  const values = Float64Array.from(rows, (row) => row[i]);
  return values.every(Number.isFinite) ? remainderOf(values, polynomials) : 0;
}

/** Whether an output jumps as rounding does, everywhere and by little: a function may do so at one place, or have a kink there. */
function jumpsInBothHalves(
  at: OutputsAt,
  positions: readonly number[],
  rows: readonly Float64Array[],
  i: number,
  least: number,
): boolean {
  const scratch = rows[0].slice();
  const output = (t: number) => {
    at(t, scratch);
    return scratch[i];
  };
  const known = (k: number) => [positions[k], rows[k][i]] as const;
  const most = coarsest * Math.max(...rows.map((row) => Math.abs(row[i])));
  const middle = places.length >> 1;
  return [[0, middle] as const, [middle, places.length - 1] as const].every(([from, end]) => {
    const height = jumpBetween(output, known(from), known(end), least);
    return height > 0 && height <= most;
  });
}
