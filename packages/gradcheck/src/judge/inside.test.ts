import { map, multiply, rng, sum, type Tensor, tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { around } from "../../test/around.ts";
import { failures, type Named, type Subject } from "../../test/fixtures.ts";
import { gradcheckMap, toText } from "../index.ts";
import { drawInside } from "./inside.ts";

const seeds = Array.from({ length: 4 }, (_, seed) => seed);

/** y = x^1.5 + x of x ≥ 0, with zeros among its entries; its gradient is right where all entries are as given. */
function ended(x: number[], outside: () => number, elsewhere = 1): Subject {
  const isGiven = ({ data }: Tensor) => x.every((v, i) => v === data[i]);
  return {
    tensors: { x: tensor(x) },
    forward: ({ x }) => [map(x, (v) => (v < 0 ? outside() : v ** 1.5 + v)), 0],
    backward: (dy, _, { x }) => ({
      x: map(dy, x, (d, v) => d * (1.5 * Math.sqrt(v) + 1) * (isGiven(x) ? 1 : elsewhere)),
    }),
  };
}

const zeros = [0, 0, 0, 0, 0, 0, 0.7, 1.3];
const throwing = () => {
  throw new RangeError("negative");
};

test("the second point is inside of the domain, however many entries are at its edge", () => {
  for (const outside of [() => Number.NaN, () => 1 / 0, throwing])
    for (const seed of seeds) {
      const right = gradcheckMap(ended(zeros, outside), { seed });
      expect(right.verdict, toText(right)).toBe("pass");
      expect(failures(gradcheckMap(ended(zeros, outside, 2), { seed }))).toEqual(["second-point"]);
    }
});

test("and so are further points", () => {
  for (const seed of seeds.slice(0, 2)) {
    const right = gradcheckMap(ended(zeros, throwing), { seed, points: 3 });
    expect(right.verdict, toText(right)).toBe("pass");
    const wrong = gradcheckMap(ended(zeros, throwing, 1.01), { seed, points: 3 });
    expect(wrong.counts.wrong).toBe(8);
  }
});

test("the second draw takes entries at an edge to the side that is inside", () => {
  const theta = new Array<number>(12).fill(0);
  let outside = 0;
  const { seen } = around(theta, (x) => {
    const isOutside = x.some((v) => v < 0);
    if (isOutside) outside++;
    return [isOutside ? Number.NaN : x.reduce((sum, v) => sum + v, 0)];
  });
  outside = 0;
  const edges = new Map(theta.map((_, i) => [i, 1 as const]));
  const found = drawInside(seen, seen.sandbox.slices, () => edges, rng(1));
  expect(found?.point.every((x) => x > 0)).toBe(true);
  expect(outside).toBe(1);
});

/** y = p² of numbers that must add up to 1: no other point is inside. */
const simplex: Subject = {
  tensors: { p: tensor([0.25, 0.5, 0.25]), w: tensor([1, 2, 3]) },
  forward: ({ p, w }: Named) => [map(p, w, (a, b) => (sum(p) === 1 ? a * a * b : Number.NaN)), 0],
  backward: (dy, _, { p, w }: Named) => ({
    p: multiply(multiply(dy, 2), multiply(p, w)),
    w: multiply(dy, multiply(p, p)),
  }),
};

test("what cannot be moved stays where it is, and the rest is tried", () => {
  const late = gradcheckMap({
    ...simplex,
    backward: (dy, _, { p, w }) => ({
      p: multiply(multiply(dy, 2), multiply(p, w)),
      w: multiply(dy, multiply(multiply(p, p), w.data[0] === 1 ? 1 : 2)),
    }),
  });
  expect(failures(late)).toEqual(["second-point"]);
});

test("where no point near by is inside, a note says that it was wanted", () => {
  const alone: Subject = {
    tensors: { p: tensor([0.25, 0.5, 0.25]) },
    forward: ({ p }) => [map(p, (a) => (sum(p) === 1 ? a * a : Number.NaN)), 0],
    backward: (dy, _, { p }) => ({ p: multiply(multiply(dy, 2), p) }),
  };
  const { verdict, findings } = gradcheckMap(alone, { points: 3 });
  expect(verdict).toBe("inconclusive");
  const said = findings.map(({ kind, message }) => `${kind}: ${message}`).join("\n");
  expect(said).toContain("edge: 2 points near the given one were to be tried");
  expect(said).toContain("edge: 1 point near the given one was to be tried");
});
