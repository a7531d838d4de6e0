import { rng } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { jumpBetween } from "./jump.ts";

type Real = (t: number) => number;

/** The height found, and how often f was evaluated for it. */
function search(f: Real, from: number, to: number, enough: number) {
  let evaluations = 0;
  const counted = (t: number) => {
    evaluations++;
    return f(t);
  };
  return { height: jumpBetween(counted, [from, f(from)], [to, f(to)], enough), evaluations };
}

/** In how many of 200 draws of an interval, and of numbers for the function, a jump is found. */
function found(make: (u: () => number, from: number, to: number) => Real, enough: number): number {
  const stream = rng(3);
  const u = () => stream.uniform();
  let count = 0;
  for (let k = 0; k < 200; k++) {
    const from = 2 ** -10 * (1 + u());
    const to = from + 2 ** -8 * (1 + u());
    if (search(make(u, from, to), from, to, enough).height > 0) count++;
  }
  return count;
}

const stairs = (width: number, height: number, start: number) => (t: number) =>
  height * Math.floor(t / width + start);

test("one jump beside a slope is found, with its height, wherever it is", () => {
  const stream = rng(2);
  for (let k = 0; k < 100; k++) {
    const at = 1 + stream.uniform();
    const { height } = search((t) => 5 * t + (t > at ? 0.25 : 0), 1, 2, 0.01);
    expect(height).toBeCloseTo(0.25, 2);
  }
});

test.each([0.7, 0.1, 0.01, 1e-3])("of stairs %d times as wide as the interval one is found", (share) => {
  const make = (u: () => number, from: number, to: number): Real => {
    const width = share * (to - from);
    const step = stairs(width, width, u());
    const slope = 4 * u() - 2;
    return (t) => slope * t + step(t);
  };
  expect(found(make, (share * 2 ** -8) / 8)).toBeGreaterThanOrEqual(198);
});

test("where every other part has a jump, those without are not taken for the exceptions", () => {
  // The width of the stairs is near that of the parts.
  for (let k = 0; k < 50; k++) {
    const step = stairs(0.27 + 0.01 * k, 1, 0.02 * k);
    expect(search((t) => 3 * t + step(t), 0, 1, 0.1).height).toBeCloseTo(1, 2);
  }
});

test("stairs as wide as a fraction of a power of ten do not hide in parts with equal numbers of them", () => {
  for (const count of [10, 100, 1000, 1e4, 256, 4096])
    expect(search(stairs(1 / count, 1 / count, 0.5), 0, 1, 0.2 / count).height).toBeGreaterThan(0);
});

describe("what is continuous has no jump", () => {
  test.each<readonly [string, (u: () => number, from: number, to: number) => Real]>([
    [
      "sin",
      (u) => {
        const at = u();
        return (t) => Math.sin(3 * (t + at));
      },
    ],
    [
      "a wave",
      (u) => {
        const at = u();
        return (t) => Math.sin(1e4 * (t + at));
      },
    ],
    [
      "a fast wave",
      (u) => {
        const at = u();
        return (t) => Math.sin(1e6 * (t + at));
      },
    ],
    [
      "a kink",
      (u, from, to) => {
        const at = from + u() * (to - from);
        return (t) => Math.abs(t - at);
      },
    ],
    [
      "a root",
      (u, from, to) => {
        const at = from + u() * (to - from);
        return (t) => Math.sqrt(Math.abs(t - at));
      },
    ],
  ])("%s", (_, make) => {
    expect(found(make, 1e-9)).toBeLessThanOrEqual(4);
  });

  test("which nine evaluations say of a polynomial", () => {
    const { height, evaluations } = search((t) => t ** 3, 0.6, 4, 4);
    expect(height).toBe(0);
    expect(evaluations).toBeLessThanOrEqual(9);
  });
});

test("a jump that is not high enough is none, and neither are values that are not finite", () => {
  expect(search((t) => (t > 0.4 ? 0.1 : 0), 0, 1, 0.2).height).toBe(0);
  expect(search((t) => (t > 0.4 ? Number.NaN : 0), 0, 1, 0.2).height).toBe(0);
  expect(search((t) => 1 / (t - 0.5), 0, 1, 0.2).height).toBe(0);
});
