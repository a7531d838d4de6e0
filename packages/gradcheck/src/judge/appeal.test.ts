// What becomes of an accusation where part of a function is rounded, and where it is not.
import { rng } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { only, scalar } from "../../test/fixtures.ts";
import { gradcheckFunction, toText } from "../index.ts";
import type { Level, Meter, Response } from "../measure/meter.ts";
import type { Line } from "../sandbox/line.ts";
import { aboveStairs, appeal, departureFrom } from "./appeal.ts";
import { Claim } from "./claim.ts";
import { Ladder } from "./ladder.ts";

const levelOf = (step: number, slope: number, noise = 0): Level => ({
  step,
  slope,
  noise,
  hidden: 0,
  lower: slope,
  upper: slope,
  blur: noise,
  changed: true,
});

describe("slopes leave a value", () => {
  const levels = [levelOf(64, 5), levelOf(16, 3), levelOf(4, 2.1), levelOf(1, 2)];

  test("from the first of longer and longer steps that differs by more than a distance", () => {
    expect(departureFrom(levels, { numeric: 2, error: 0, step: 1 }, 0.5)).toEqual({
      away: levels[1],
      near: levels[2],
    });
    expect(departureFrom(levels, { numeric: 2, error: 0, step: 1 }, 0.05)).toEqual({
      away: levels[2],
      near: levels[3],
    });
  });

  test("by more than noise does, of which there is no more than at the step of the value", () => {
    const noisy = [levelOf(16, 3, 1), ...levels.slice(2)];
    expect(departureFrom(noisy, { numeric: 2, error: 0.1, step: 1 }, 0.5)?.away).toBe(noisy[0]);
    expect(departureFrom(noisy, { numeric: 2, error: 1, step: 1 }, 0.5)).toBeUndefined();
  });

  test("never, where they agree, or where shorter ones than the step of the value do not count", () => {
    expect(departureFrom(levels, { numeric: 2, error: 0, step: 1 }, 10)).toBeUndefined();
    expect(
      departureFrom([...levels.slice(0, 3), levelOf(1, 9)], { numeric: 2, error: 0, step: 4 }, 0.5),
    ).toEqual({
      away: levels[1],
      near: levels[2],
    });
    expect(
      departureFrom(
        [levels[0], levelOf(16, Number.NaN), ...levels.slice(2)],
        { numeric: 2, error: 0, step: 1 },
        0.5,
      ),
    ).toEqual({
      away: levels[0],
      near: levels[2],
    });
  });
});

test("above stairs, steps shorter than one are left out, and others know no more than its height lets them", () => {
  const above = aboveStairs([levelOf(64, 5, 1), levelOf(16, 3), levelOf(4, 2)], 16, 32);
  expect(above.map(({ step, noise, blur }) => [step, noise, blur])).toEqual([
    [64, 1.5, 1.5],
    [16, 2, 2],
  ]);
});

test.each([
  [2 ** -19, "inconclusive"],
  [2 ** -21, "wrong"],
])(
  "where stairs of %d of the output are passed for a gradient of 0, longer steps say: %s",
  (height, verdict) => {
    const f = (t: number) => height * Math.round(t / height);
    const response: Response = { peaks: Float64Array.of(1), range: 1, hidden: 0, still: 0 };
    const level = (_: unknown, t: number) => levelOf(t, (f(t) - f(-t)) / (2 * t));
    const meter = { level, weights: Float64Array.of(1) } as unknown as Meter;
    const line = { size: 1, scale: 1 } as Line;
    const ladder = new Ladder(meter, line, 2 ** -30, response);
    const pass = { verdict: "pass", numeric: 0, error: 0, step: 2 ** -30 } as const;
    expect(appeal(ladder, new Claim(0, 1e-7), pass).verdict).toBe(verdict);
  },
);

type Real = (x: number) => number;

const check = (f: Real, slope: Real, x: number) => gradcheckFunction(scalar(f, slope, x));
const grid = (q: number) => (y: number) => q * Math.round(y / q);

/** A part that is rounded beside an exact one: f, its slope, the exact part's, a point. */
const coarse: [name: string, f: Real, slope: Real, exact: Real, x: number][] = [
  [
    "x + log(1 + x²) at 1e-7",
    (x) => x + Math.log(1 + x * x),
    (x) => 1 + (2 * x) / (1 + x * x),
    () => 1,
    1e-7,
  ],
  [
    "x + √(1 + x²) at 1e-5",
    (x) => x + Math.sqrt(1 + x * x) - 1,
    (x) => 1 + x / Math.sqrt(1 + x * x),
    () => 1,
    1e-5,
  ],
  [
    "sin to 2e-3 beside x²",
    (x) => x * x + grid(2e-3)(Math.sin(x)),
    (x) => 2 * x + Math.cos(x),
    (x) => 2 * x,
    1,
  ],
  [
    "sin to 1e-2 beside x²",
    (x) => x * x + grid(1e-2)(Math.sin(x)),
    (x) => 2 * x + Math.cos(x),
    (x) => 2 * x,
    1,
  ],
];

test.each(coarse)(
  "%s: a right gradient is not called wrong, the double of it and one of the other sign are",
  (_, f, slope, __, x) => {
    const right = check(f, slope, x);
    expect(right.verdict, toText(right)).not.toBe("fail");
    const { numeric, error } = only(right) as { numeric: number; error: number };
    expect(Math.abs(numeric - slope(x))).toBeLessThanOrEqual(error + 1e-7 * Math.abs(slope(x)));
    for (const factor of [2, -1, 0]) {
      const wrong = check(f, (x) => factor * slope(x), x);
      expect(wrong.verdict, toText(wrong)).toBe("fail");
    }
  },
);

test("stairs with fewer than two digits are the function itself: its slope is 0 between them", () => {
  for (const x of [0.3, 1.3, 2.7]) {
    const wrong = check(
      (x) => Math.round(x),
      () => 1,
      x,
    );
    expect(wrong.verdict, toText(wrong)).toBe("fail");
  }
});

// Curves and kinks make longer steps disagree too.
const continuous: [name: string, f: Real, slope: Real, x: number][] = [
  ["sin 30x", (x) => Math.sin(30 * x), (x) => 30 * Math.cos(30 * x), 1],
  ["exp at 20", Math.exp, Math.exp, 20],
  ["x⁹", (x) => x ** 9, (x) => 9 * x ** 8, 1.3],
  ["a kink beside the point", (x) => x + 3 * Math.max(x - 1.01, 0), () => 1, 1],
  ["a kink farther away", (x) => x + 3 * Math.max(x - 1.2, 0), () => 1, 1],
  [
    "many kinks",
    (x) => x + [1.1, 1.15, 1.3, 1.33].reduce((sum, at) => sum + Math.max(x - at, 0), 0),
    () => 1,
    1,
  ],
];

test.each(continuous)("%s: a gradient that is off stays wrong", (_, f, slope, x) => {
  for (const factor of [1 + 1e-5, 1.01, 1.1, 2, 0, -1]) {
    const wrong = check(f, (x) => factor * slope(x), x);
    expect(wrong.verdict, `${factor}\n${toText(wrong)}`).toBe("fail");
  }
});

describe("waves", () => {
  // Cosines of so large numbers go up and down many times over the steps that show the other output best.
  const cosine = (x: number) => 7e8 * x + Math.cos(7e8 * x);
  const slope = (x: number) => 7e8 * (1 - Math.sin(7e8 * x));
  const points = [1.1, 1.27, 0.93, 1.4, 1.21, 1.83, 0.77];

  test.each(points)("refute no gradient that only short steps show: at %d", (x) => {
    const right = check(cosine, slope, x);
    expect(right.verdict, toText(right)).not.toBe("fail");
  });

  // Where the slope is almost 0, the noise of short steps hides it.
  test.each(points.filter((x) => slope(x) > 1e8))("hide none that is off at all steps: at %d", (x) => {
    for (const factor of [-1, 0, 3]) {
      const wrong = check(cosine, (x) => factor * slope(x), x);
      expect(wrong.verdict, `${factor}\n${toText(wrong)}`).toBe("fail");
    }
  });

  test.each([1e-5, 1e-7])(
    "steps that are lost in noise speak for no gradient beside a slope of %d",
    (size) => {
      // The output out there is large, and so may be the rounding here.
      const flat = (x: number) => 0.5 + size * Math.sin(x) + Math.max(x - 3, 0) ** 2;
      const wrong = check(flat, () => 1, 1);
      expect(wrong.verdict, toText(wrong)).toBe("fail");
    },
  );
});

describe("tables of few digits", () => {
  const table = (x: readonly number[], q: number, factor = 1) =>
    gradcheckFunction({
      theta: x,
      value: (x) => x.reduce((sum, v) => sum + grid(q)(Math.exp(v / 2)), 0),
      gradient: (x) => Array.from(x, (v, i) => (Math.exp(v / 2) / 2) * (i === 2 ? factor : 1)),
    });

  test.each([1e-4, 1e-3, 1e-2])("of %d: a right gradient is not accused, whatever the stairs", (q) => {
    for (let k = 0; k < 8; k++) {
      const stream = rng(17 * k + 3);
      const x = Array.from({ length: 8 }, () => stream.normal());
      expect(table(x, q).verdict, toText(table(x, q))).not.toBe("fail");
      expect(table(x, q, -1).verdict).not.toBe("pass");
    }
  });

  test.each([
    ["floor", Math.floor],
    ["round to halves", grid(0.5)],
  ])("%s: of a gradient of 0, which is that of each stair, nothing is said", (_, f) => {
    for (const x of [0.3, 1.6, 2.2, -3.3]) expect(check(f, () => 0, x).verdict).not.toBe("fail");
  });

  test("nor does a gradient of 0 pass where the stairs are fine", () => {
    for (const x of [0.3, 0.9, 1.2]) {
      const sine = (x: number) => grid(1e-3)(Math.sin(x));
      expect(check(sine, () => 0, x).verdict).not.toBe("pass");
    }
  });

  test("of one digit, a gradient of 0 is right, though it has more stairs than a step", () => {
    for (const x of [0.3, 0.9, 1.2]) {
      const report = check(
        (x) => grid(0.1)(Math.sin(3 * x)),
        () => 0,
        x,
      );
      expect(report.verdict, toText(report)).toBe("pass");
    }
  });

  test("a floor is no table: the gradient of its average is wrong", () => {
    for (const x of [0.3, 1.6, 2.2, -3.3]) expect(check(Math.floor, () => 1, x).verdict).toBe("fail");
  });
});
