// Gradients where no step of the usual lengths changes the output by a bit.
import { describe, expect, test } from "vitest";
import { only, scalar } from "../../test/fixtures.ts";
import { gradcheckFunction, toText } from "../index.ts";
import { lostOver } from "./silence.ts";

type Real = (x: number) => number;
const round = Math.fround;
const check = (f: Real, slope: Real, x: number) => gradcheckFunction(scalar(f, slope, x));

/** Functions with float32 inside, a point, and a derivative that is lost there over sixteen scales. */
const lost: [name: string, Real, Real, number][] = [
  ["√(1 + x²) at 1e-5", (x) => Math.sqrt(round(Math.sqrt(1 + x * x))), (x) => x / 2, 1e-5],
  ["3 cos 1e-3x", (x) => 3 * round(Math.cos(1e-3 * x)), (x) => -3e-3 * Math.sin(1e-3 * x), 3e-3],
  ["exp at 1e-20", (x) => round(Math.exp(round(x))), Math.exp, 1e-20],
  ["100 + sin at 1e-9", (x) => round(100 + Math.sin(x)), Math.cos, 1e-9],
];

test.each(lost)("%s: a right gradient is not called wrong, and not verified either", (_, f, slope, x) => {
  const report = check(f, slope, x);
  expect(report.verdict, toText(report)).toBe("inconclusive");
  expect(only(report)).toMatchObject({ verdict: "unmeasurable", numeric: 0 });
});

test("a function that is 1 however far one goes has no slope, be it as small as that", () => {
  for (const slope of [1, 1e-3, 1e-9, -1e-12]) {
    const report = check(
      () => 1,
      () => slope,
      0.3,
    );
    expect(report.verdict, toText(report)).toBe("fail");
  }
});

describe("a function that stands still up to its scale and moves beyond", () => {
  // −1 to the last digit of float32 around −1, where the derivative is 2 exp(x − 30).
  const saturated = (x: number) => round(Math.tanh(round(Math.exp(5 * x) - 15)));
  const slope = (x: number) => (5 * Math.exp(5 * x)) / Math.cosh(Math.exp(5 * x) - 15) ** 2;

  test("has a slope that float32 hides", () => {
    expect(slope(-1)).toBeGreaterThan(1e-14);
    const report = check(saturated, slope, -1);
    expect(report.verdict, toText(report)).not.toBe("fail");
  });

  test("has none that it could not", () => {
    const report = check(saturated, () => 1e-3, -1);
    expect(report.verdict, toText(report)).toBe("fail");
  });
});

describe("an output that is exact, with a gradient that was computed in float32", () => {
  const x = 0.37;
  /** Each is 1 or 0 for every x, and what is left of its gradient is rounding. */
  const still: [name: string, Real, Real][] = [
    ["x / x", (x) => round(round(x) / round(x)), (x) => round(round(1 / x) - round(x / round(x * x)))],
    [
      "x / |x|",
      (x) => round(x / round(Math.sqrt(round(x * x)))),
      (x) => round(round(1 / x) - round(round(x * x) / round(round(x * x) * x))),
    ],
    [
      "√x √x − x",
      () => 0,
      (x) => round(round(2 * round(Math.sqrt(round(x)) * round(0.5 / round(Math.sqrt(round(x)))))) - 1),
    ],
  ];

  test.each(still)("%s is not called wrong for the rounding", (_, f, slope) => {
    for (const at of [x, -1.7, 2.1, 5.1, -0.03, 12.9]) {
      if (Number.isNaN(slope(at))) continue;
      const report = check(f, slope, at);
      expect(report.verdict, toText(report)).not.toBe("fail");
    }
  });

  test("is called wrong for more than that, and in float64 for as much", () => {
    for (const slope of [round(1e-5), round(0.1), 1.2e-7, -3e-8])
      expect(
        check(
          () => 1,
          () => slope,
          x,
        ).verdict,
      ).toBe("fail");
  });
});

test("float32 inside hides four of its last places, those of 1 at least, over the length of a step", () => {
  const bits = new Uint32Array(Float32Array.of(1).buffer);
  bits[0]++;
  const place = new Float32Array(bits.buffer)[0] - 1;
  expect(lostOver(1, 2)).toBe((4 * place) / 2);
  expect(lostOver(0.1, 2)).toBe((4 * place) / 2);
  expect(lostOver(64, 2)).toBe((4 * 64 * place) / 2);
});
