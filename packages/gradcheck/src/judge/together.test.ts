import { expect, test } from "vitest";
import type { Meter } from "../measure/meter.ts";
import type { DirectionLine } from "../sandbox/line.ts";
import type { Search, Searched } from "./search.ts";
import { type Agreed, areFarTogether } from "./together.ts";

interface Planted {
  /** How large the slope along its own direction is, and how far that is from the expected one. */
  readonly size: number;
  readonly doubt?: number;
  readonly step?: number;
  /** Its slope along the direction that is drawn, and what its gradient says of it. */
  readonly slope?: number;
  readonly predicted?: number;
  readonly threshold?: number;
}

/** Moves tensors of two entries each, by 1 and 2 in their own directions. */
function together(planted: readonly Planted[]) {
  const tensors = planted.map(
    ({ size, doubt = 0, step = 2 ** -17, predicted = 0, threshold = 0 }): Agreed => {
      const expect = () => ({ predicted, size, entries: 2, allowed: 0 });
      const own = { entries: Int32Array.of(), moves: Float64Array.of(), share: 1 };
      const distance = { value: doubt / 2, error: doubt / 2, truncation: 0, allowed: 0, step };
      return { search: { expect, step, threshold } as unknown as Search, own, expected: expect(), distance };
    },
  );
  const groups = planted.map((_, k) => ({
    entries: Int32Array.of(2 * k, 2 * k + 1),
    moves: Float64Array.of(1, 2),
    share: 1 / 2 ** k,
  }));
  const steps: number[] = [];
  let direction = new Float64Array();
  const level = (line: DirectionLine, t: number) => {
    steps.push(t);
    direction = line.direction.slice();
    const slope = planted.reduce((sum, { slope = 0 }, k) => sum + direction[2 * k] * slope, 0);
    return { step: t, slope, noise: 0, lower: slope, upper: slope, blur: 0, changed: true };
  };
  const meter = { theta: new Float64Array(2 * planted.length), level, response: () => undefined };
  const searched = { meter: meter as unknown as Meter } as unknown as Searched;
  return { isFar: areFarTogether(searched, tensors, groups), direction: [...direction], steps };
}

test("each tensor moves by so much that all change the output alike, but none by less than 2^-8", () => {
  expect(together([{ size: 4 }, { size: 1 }, { size: 8 }]).direction).toEqual([
    1 / 4,
    1 / 2,
    1,
    2,
    1 / 8,
    1 / 4,
  ]);
  // A power of two next below 3/7.
  expect(together([{ size: 7 }, { size: 3 }]).direction).toEqual([1 / 4, 1 / 2, 1, 2]);
  expect(together([{ size: 2 ** 7 }, { size: 1 }]).direction.slice(0, 2)).toEqual([2 ** -7, 2 ** -6]);
  expect(together([{ size: 2 ** 9 }, { size: 1 }]).direction.slice(0, 2)).toEqual([2 ** -8, 2 ** -7]);
});

test("those whose slope is less than it is known to are moved too, but no others for them", () => {
  const dim = { size: 1, doubt: 1.1 };
  expect(together([dim, { size: 4 }]).direction).toEqual([1, 2, 1, 2]);
  expect(together([{ ...dim, doubt: 0.9 }, { size: 4 }]).direction).toEqual([1, 2, 1 / 4, 1 / 2]);
  expect(together([dim, dim])).toEqual({ isFar: false, direction: [], steps: [] });
});

test("the slope is far where it is not what the gradients say together", () => {
  const right = { slope: 5, predicted: 5 };
  expect(
    together([
      { size: 8, ...right },
      { size: 8, ...right },
    ]).isFar,
  ).toBe(false);
  expect(
    together([
      { size: 8, ...right },
      { size: 8, slope: 5, predicted: 5.1 },
    ]).isFar,
  ).toBe(true);
  expect(
    together([
      { size: 4, ...right },
      { size: 1, ...right },
    ]).isFar,
  ).toBe(false);
});

test("the threshold is allowed four times, of the norm of all sizes or of the sum", () => {
  // Sizes of 3 and 4, which are moved alike: 4 · 1e-3 · √(3² + 2²), by 4 moving half as far.
  const off = (times: number, predicted = 0) => {
    const allowed = 4e-3 * Math.max(Math.hypot(3, 2), 1.5 * Math.abs(predicted));
    const wrong = { size: 3, slope: predicted + times * allowed, predicted, threshold: 1e-3 };
    return together([wrong, { size: 4, slope: predicted, predicted, threshold: 1e-3 }]).isFar;
  };
  expect([0.99, 1.01, -0.99, -1.01].map((times) => off(times))).toEqual([false, true, false, true]);
  expect([0.99, 1.01].map((times) => off(times, 100))).toEqual([false, true]);
});

test("a threshold is allowed of the terms of its own tensor", () => {
  const off = (slope: number) =>
    together([
      { size: 3, slope, threshold: 1e-2 },
      { size: 4, threshold: 0 },
    ]).isFar;
  expect([0.119, 0.121].map(off)).toEqual([false, true]);
});

test("the first step is the shortest of those of sharp ones", () => {
  const first = (...tensors: Planted[]) => together(tensors).steps[0];
  expect(first({ size: 1, step: 2 ** -20 }, { size: 1, step: 2 ** -18 })).toBe(2 ** -20);
  expect(first({ size: 1, step: 2 ** -20, doubt: 2 }, { size: 1, step: 2 ** -18 })).toBe(2 ** -18);
});
