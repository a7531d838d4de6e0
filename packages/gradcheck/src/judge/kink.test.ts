import { describe, expect, test } from "vitest";
import type { Level } from "../measure/meter.ts";
import { Claim } from "./claim.ts";
import { judgeKink, jumpAtPoint } from "./kink.ts";

interface Planted {
  readonly lower: number;
  readonly upper: number;
  readonly noise?: number;
  readonly blur?: number;
}

/** Levels at steps of 1, 1/4, 1/16, ... with these slopes to both sides. */
const levelsOf = (...planted: readonly Planted[]): Level[] =>
  planted.map(({ lower, upper, noise = 0, blur = 0 }, k) => ({
    step: 4 ** -k,
    slope: (lower + upper) / 2,
    noise,
    hidden: 0,
    lower,
    upper,
    blur,
    changed: true,
  }));

describe("the jump of the slope at the point", () => {
  /** Slopes to both sides that differ by a jump, and by a bend that shrinks with the step. */
  const bent = (jump: number, bend: number, blur = 0) =>
    levelsOf(...[1, 1 / 4].map((h) => ({ lower: 5, upper: 5 + jump + bend * h, blur })));

  test("is what the bend leaves", () => {
    expect(jumpAtPoint(bent(0.5, 3), 9)).toBe(0.5);
    expect(jumpAtPoint(bent(-0.5, 3), 9)).toBe(0.5);
    expect(jumpAtPoint(bent(0, 3), 9)).toBe(0);
    expect(jumpAtPoint([], 9)).toBe(0);
    expect(jumpAtPoint(levelsOf({ lower: 0, upper: 1 }), 9)).toBe(0);
  });

  test("is known up to the blur of both, which it has to exceed twice", () => {
    // (4 b + b) / 3 of a blur of b = 3/32
    const blur = 5 / 32;
    const jump = jumpAtPoint(bent(0.5, 3, 3 / 32), 9);
    expect(jump).toBeCloseTo(0.5 + blur, 14);
    expect(jumpAtPoint(bent(1.9 * blur, 3, 3 / 32), 9)).toBe(0);
    expect(jumpAtPoint(bent(2.1 * blur, 3, 3 / 32), 9)).toBeCloseTo(3.1 * blur, 14);
  });

  test("is that of the shortest steps whose blur is less than what matters", () => {
    const levels = levelsOf(
      { lower: 0, upper: 2 },
      { lower: 0, upper: 1, blur: 1 / 8 },
      { lower: 0, upper: 3, blur: 6 },
    );
    expect(jumpAtPoint(levels, 1)).toBeCloseTo((4 - 2) / 3 + 1 / 6, 14);
    expect(jumpAtPoint(levels, 0.1)).toBe(0);
    expect(jumpAtPoint(levels, 100)).toBe(0);
  });
});

describe("a kink", () => {
  const kink = { lower: 1, upper: 2 };
  const judged = (levels: readonly Level[], analytic: number, threshold = 0) =>
    judgeKink(levels, new Claim(analytic, threshold));

  test("allows the slopes between those to both sides, and no others", () => {
    const levels = levelsOf(kink, kink);
    const numeric = { numeric: 1.5, error: 0.5, step: 1 / 4 };
    for (const analytic of [1, 1.3, 2])
      expect(judged(levels, analytic)).toEqual({ verdict: "kink", ...numeric });
    for (const analytic of [0.9, 2.1])
      expect(judged(levels, analytic)).toEqual({ verdict: "wrong", ...numeric, beyondKink: true });
  });

  test("is known up to its noise, its change and the threshold; twice of that it takes to be wrong", () => {
    const levels = levelsOf({ lower: 1 - 1 / 16, upper: 2 + 1 / 32 }, { ...kink, noise: 1 / 8 });
    const blur = 1 / 8 + 1 / 16 + 1 / 32 + 2 / 64;
    const verdicts = [0.99, 1.01, 1.99, 2.01].flatMap((times) =>
      [1 - times * blur, 2 + times * blur].map((analytic) => judged(levels, analytic, 1 / 64)?.verdict),
    );
    // The claim of the upper side is larger, and so is a threshold of it.
    expect(verdicts).toEqual([
      ...["kink", "kink"],
      ...["inconclusive", "kink"],
      ...["inconclusive", "inconclusive"],
      ...["wrong", "inconclusive"],
    ]);
    expect(judged(levels, 1.5)).toMatchObject({ numeric: 1.5, error: 0.5 + 1 / 8 });
  });

  test("is taken from the step that shows it best", () => {
    const shaky = { lower: 1.25, upper: 2, noise: 1 / 8 };
    expect(judged(levelsOf(kink, kink, shaky), 1.5)).toMatchObject({ step: 1 / 4, numeric: 1.5 });
    expect(judged(levelsOf(shaky, kink, kink), 1.5)).toMatchObject({ step: 1 / 16, numeric: 1.5 });
  });

  test("is none where the slopes approach each other, or jump up", () => {
    expect(judged(levelsOf({ lower: 0, upper: 4 }, { lower: 1.5, upper: 2 }), 9)).toBeUndefined();
    // A jump of the function: slopes that grow as the step falls.
    for (const at of [0, -5, 5])
      for (const times of [1.9, 2.1]) {
        const levels = levelsOf({ lower: at, upper: at + 3 }, { lower: at, upper: at + 3 * times });
        expect(judged(levels, at) !== undefined).toBe(times < 2);
      }
    expect(judged([], 1)).toBeUndefined();
  });

  test("is gone where a shorter step would show it and does not", () => {
    const gone = (slope: number, noise: number, blur: number) =>
      judged(levelsOf(kink, kink, { lower: slope, upper: slope, noise, blur }), 9) === undefined;
    // Four times the blur below what the longer step shows.
    expect(gone(1.5, 0, 0.24)).toBe(true);
    expect(gone(1.5, 0, 0.26)).toBe(false);
    // A slope that is not between those of the kink, out of the noise of both.
    expect(gone(0.9, 0.05, 1)).toBe(true);
    expect(gone(0.9, 0.15, 1)).toBe(false);
    expect(gone(2.1, 0.05, 1)).toBe(true);
    expect(gone(2.1, 0.15, 1)).toBe(false);
    const blurred = (slope: number) =>
      judged(levelsOf(kink, { ...kink, noise: 1 / 8 }, { lower: slope, upper: slope, blur: 1 }), 9) ===
      undefined;
    expect([0.86, 0.89, 2.11, 2.14].map(blurred)).toEqual([true, false, false, true]);
  });
});
