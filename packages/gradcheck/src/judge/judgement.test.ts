import { expect, test } from "vitest";
import { Claim } from "./claim.ts";
import { compare } from "./judgement.ts";

/** What a slope of 3 ± error says of a gradient, where slopes around are `usual` in size. */
const verdictOf = (
  analytic: number,
  error: number,
  { value = 3, usual = 0, threshold = 0, floor = 0 } = {},
) => compare(new Claim(analytic, threshold, floor), { value, error, step: 1 / 8, kinked: false }, usual);

test("a gradient passes within the error bar, and is wrong beyond two of them", () => {
  expect(verdictOf(3.2, 0.25)).toEqual({ verdict: "pass", numeric: 3, error: 0.25, step: 1 / 8 });
  expect([2.76, 2.74, 2.51, 2.49].map((g) => verdictOf(g, 0.25).verdict)).toEqual([
    "pass",
    "inconclusive",
    "inconclusive",
    "wrong",
  ]);
});

test("the threshold is a share of the larger of both, and at least the floor", () => {
  const threshold = 1 / 16;
  expect([3.19, 3.21, 2.82, 2.81].map((g) => verdictOf(g, 0, { threshold }).verdict)).toEqual([
    "pass",
    "wrong",
    "pass",
    "wrong",
  ]);
  expect([3.49, 3.51].map((g) => verdictOf(g, 0, { threshold, floor: 0.5 }).verdict)).toEqual([
    "pass",
    "wrong",
  ]);
});

test("both count together: an error bar beyond the threshold is inconclusive, and two are wrong", () => {
  const verdicts = [3.49, 3.51, 3.74, 3.76].map((g) => verdictOf(g, 0.25, { floor: 0.25 }).verdict);
  expect(verdicts).toEqual(["pass", "inconclusive", "inconclusive", "wrong"]);
});

test("an error bar of more than a tenth of the slope measures nothing", () => {
  expect(verdictOf(3, 0.299).verdict).toBe("pass");
  expect(verdictOf(3, 0.301).verdict).toBe("unmeasurable");
  // Where the gradient is larger, a tenth of that.
  expect(verdictOf(3.2, 0.31).verdict).toBe("pass");
});

test("a slope of 0 is known as a share of the slopes around, a thousandth of them", () => {
  const flat = (analytic: number, error: number) => verdictOf(analytic, error, { value: 0.25, usual: 1000 });
  expect(flat(0, 0.74)).toEqual({ verdict: "pass", numeric: 0, error: 0.99, step: 1 / 8 });
  expect(flat(0, 0.76).verdict).toBe("unmeasurable");
  expect(flat(0.3, 0.5).verdict).toBe("unmeasurable");
});
