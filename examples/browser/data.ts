// Points of the plane in two classes that no straight line parts. All lie within [-1, 1]².
import { type Rng, rng } from "@nudge/core";

interface Labelled {
  readonly inputs: number[][];
  readonly targets: number[];
}

const points = 200;

/** A cloud around each corner of a square, those of one diagonal of one class. */
function xor(random: Rng, k: number) {
  const [a, b] = [k & 1, (k >> 1) & 1];
  return { input: [a, b].map((side) => side - 0.5 + 0.15 * random.normal()), target: a ^ b };
}

/** r = 0.1 + 0.8 t, φ = 3.2 π t, for t from 0 to 1; the other class lies half a turn from there. */
function spirals(random: Rng, k: number) {
  const target = k % 2;
  const t = k / points;
  const angle = Math.PI * (3.2 * t + target);
  const place = [Math.cos(angle), Math.sin(angle)];
  return { input: place.map((x) => (0.1 + 0.8 * t) * x + 0.02 * random.normal()), target };
}

const kinds = { xor, spirals };

export type DataName = keyof typeof kinds;

/** The points of a kind, the same ones each time. */
export function makeData(name: DataName): Labelled {
  const random = rng(1);
  const rows = Array.from({ length: points }, (_, k) => kinds[name](random, k));
  return { inputs: rows.map(({ input }) => input), targets: rows.map(({ target }) => target) };
}
