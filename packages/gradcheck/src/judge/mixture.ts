// Kinks of both signs that meet in an output. Backprop takes a side of each kink by itself, and what the chain rule makes
// of the sides need not be the slope of any way through the point: it may differ by the jumps of one of the signs. How
// large these are shows beside the point, where the kinks lie apart.
import type { Meter } from "../measure/meter.ts";
import { DirectionLine } from "../sandbox/line.ts";
import { bend, kappa } from "./sides.ts";
import type { Surroundings } from "./surroundings.ts";

/** So many lines beside the point are looked along at most: kinks behind others show on few of them. */
const lines = 64;
/** Kinks may be at any distance from the middle of a line: positions are an octave apart, from t/64 to 16 t. */
const octaves = 10;
const shortest = 2 ** -6;
/** How far beside the point lines are, as shares of t: tensors move by different ones, as kinks lie behind others. */
const beside = [1, 1 / 8, 1 / 64];

const radii = Array.from({ length: octaves + 1 }, (_, k) => shortest * 2 ** k);
const positions = [...radii.toReversed().map((r) => -r), 0, ...radii];

/**
 * Σ over outputs of the jumps of slope of the rarer sign, seen along a direction beside θ; 0 where each output is convex or
 * concave there. `scales` has the scale of each entry of θ, `t` is about as long as the steps that show the kinks. More
 * lines are looked along until they come to `enough`.
 */
export function mixtureAlong(
  meter: Meter,
  direction: Float64Array,
  t: number,
  { scales, slices, stream }: Surroundings,
  enough: number,
): number {
  const { evaluator, center, weights, noise } = meter;
  const { theta } = evaluator;
  const origin = theta.values.slice();
  const up = new Float64Array(center.length);
  const down = new Float64Array(center.length);
  const rows = positions.map(() => new Float64Array(center.length));
  let mixture = 0;
  for (let k = 0; k < lines && mixture < enough; k++) {
    const point = origin.slice();
    for (const { offset, length } of slices) {
      const size = t * beside[stream.integer(beside.length)];
      for (let i = offset; i < offset + length; i++)
        point[i] += scales[i] * size * (2 * stream.uniform() - 1);
    }
    theta.at(point, () =>
      theta.along(new DirectionLine(theta.values, 0, direction), (to) => {
        for (const [p, position] of positions.entries()) {
          to(t * position);
          evaluator.evaluate(rows[p]);
        }
      }),
    );
    for (let o = 0; o < center.length; o++) {
      const sigma = Math.max(noise.sigma[o], Math.abs(center[o]) * noise.units[o]);
      const [rising, falling] = jumpsOf(rows, o, t, sigma);
      up[o] = Math.max(up[o], rising);
      down[o] = Math.max(down[o], falling);
    }
    mixture = up.reduce((sum, rising, o) => sum + Math.abs(weights[o]) * Math.min(rising, down[o]), 0);
  }
  return mixture;
}

/** The sum of the jumps of slope of an output along a line, of those upwards and of those downwards. */
function jumpsOf(
  rows: readonly Float64Array[],
  o: number,
  t: number,
  sigma: number,
): [rising: number, falling: number] {
  const width = (k: number) => t * (positions[k + 1] - positions[k]);
  const slopes = rows.slice(1).map((row, k) => (row[o] - rows[k][o]) / width(k));
  const largest = slopes.reduce((most, slope) => Math.max(most, Math.abs(slope)), 0);
  let rising = 0;
  let falling = 0;
  for (let k = 1; k < slopes.length; k++) {
    const change = slopes[k] - slopes[k - 1];
    const allowed = bend * largest + (kappa * sigma) / Math.min(width(k), width(k - 1));
    if (change > allowed) rising += change;
    else if (-change > allowed) falling -= change;
  }
  return [rising, falling];
}
