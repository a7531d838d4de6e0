// The groups of entries that are moved together.
import { rng } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { normal } from "../../test/fixtures.ts";
import { relativeStep, rootMeanSquare } from "../measure/step.ts";
import { norm } from "../words/ratio.ts";
import { drawGroup, halves, lineOf, shareOf, uphill } from "./group.ts";

const theta = Float64Array.from(normal([500]).data);
const all = Int32Array.from(theta, (_, i) => i);
const drawn = (entries: Int32Array, seed = 0) => drawGroup(theta, entries, rootMeanSquare(theta), rng(seed));

test.each([1, 2, 16, 500])("%d entries together move as far as one does by itself", (count) => {
  const far = norm(drawn(all.subarray(0, count)).moves);
  expect(far).toBeGreaterThan(1 / 4);
  expect(far).toBeLessThan(4);
  expect(shareOf(count)).toBeLessThanOrEqual(1 / Math.sqrt(count));
});

test("short steps are exact", () => {
  const { moves } = drawn(all);
  for (const [i, x] of theta.entries())
    for (const t of [relativeStep, relativeStep / 64]) expect(x + t * moves[i] - x).toBe(t * moves[i]);
});

test.each([2, 3, 4, 6])("%d equal terms do not add up to 0", (count) => {
  const draws = Array.from({ length: 1000 }, (_, seed) =>
    drawGroup(new Float64Array(count).fill(1), all.subarray(0, count), 1, rng(seed)),
  );
  const small = draws.filter(
    ({ moves }) => Math.abs(moves.reduce((sum, d) => sum + d, 0)) < 1e-3 * norm(moves),
  );
  // Of random signs alone a quarter or more would.
  expect(small.length).toBeLessThan(20);
});

test("uphill every term is above 0, and as large as before", () => {
  const group = drawn(all);
  const gradient = Float64Array.from(normal([500], 7).data);
  for (const [k, d] of uphill(group, gradient).moves.entries())
    expect(d * gradient[k]).toBe(Math.abs(group.moves[k] * gradient[k]));
});

describe("the line of a group", () => {
  const group = drawn(Int32Array.of(3, 4, 9, 17));

  test("moves its entries, and no others", () => {
    const values = theta.slice();
    lineOf(theta, group).put(values, 2);
    for (const [i, x] of theta.entries()) {
      const k = group.entries.indexOf(i);
      expect(values[i]).toBe(k < 0 ? x : x + 2 * group.moves[k]);
    }
  });

  test("is that of both halves together", () => {
    const values = theta.slice();
    for (const half of halves(group)) lineOf(theta, half).put(values, 2);
    const together = theta.slice();
    lineOf(theta, group).put(together, 2);
    expect(values).toEqual(together);
  });
});

test("moves are a half to one of the scale times the share, in steps of 1/256, either way", () => {
  const { moves, share } = drawGroup(
    new Float64Array(4096).fill(1),
    Int32Array.from({ length: 4096 }, (_, i) => i),
    1,
    rng(5),
  );
  const sizes = new Set(moves.map((d) => 256 * Math.abs(d / share)));
  expect(share).toBe(1 / 64);
  expect([...sizes].sort((a, b) => a - b)).toEqual(Array.from({ length: 128 }, (_, k) => 128 + k));
  const up = moves.filter((d) => d > 0).length;
  expect(up).toBeGreaterThan(1900);
  expect(up).toBeLessThan(2200);
});

test("uphill an entry without a gradient moves as it was drawn", () => {
  const group = { entries: Int32Array.of(0, 1), moves: Float64Array.of(-3, 2), share: 1 };
  expect([...uphill(group, Float64Array.of(0, -1)).moves]).toEqual([-3, -2]);
});

test("halves are halves, and a line reaches from the first to the last entry", () => {
  const group = drawn(Int32Array.of(3, 4, 9, 17, 20));
  expect(halves(group).map(({ entries }) => [...entries])).toEqual([
    [3, 4],
    [9, 17, 20],
  ]);
  const line = lineOf(theta, group);
  expect([line.offset, line.direction.length]).toEqual([3, 18]);
  expect(lineOf(theta, drawn(Int32Array.of(5, 6, 7))).direction.length).toBe(3);
});
