// What is wrong beside the given point, and what is said of it.
import { rng, tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { Sandbox } from "../sandbox/sandbox.ts";
import { subjectOfFunction } from "../subject/function.ts";
import { thresholdOf } from "../words/settings.ts";
import { finitePasses, noteConstant, type SecondLook, sayWrong, wrongTensors } from "./second-look.ts";
import { emptySurvey } from "./survey.ts";

const sliceOf = (name: string, offset: number, length: number) => ({ name, shape: [length], offset, length });
const lookOf = (
  slices: SecondLook["slices"],
  survey: SecondLook["survey"],
  threshold = 1e-3,
): SecondLook => ({
  ...{ survey, slices, threshold: thresholdOf(threshold, "float64") },
  training: true,
  stream: rng(1),
});

/** Whether the gradient of Σ f(x) over `size` entries of 1 is wrong along a direction, if it is `times` f'(1). */
function isWrong(
  size: number,
  times: number,
  { f = (x: number) => 3 * x, slope = 3, threshold = 1e-3 } = {},
) {
  const theta = new Array<number>(size).fill(1);
  const value = (x: ArrayLike<number>) => Array.from(x).reduce((sum, v) => sum + f(v), 0);
  const subject = subjectOfFunction({ theta, value, gradient: () => theta.map(() => times * slope) });
  const sandbox = new Sandbox(subject, { seed: 0, modes: "both" });
  const { gradients } = sandbox.differentiate(tensor(1));
  const look = lookOf(sandbox.slices, emptySurvey(gradients.values, sandbox.slices), threshold);
  const found = wrongTensors({ sandbox, upstream: tensor(1), gradients }, look);
  expect(Array.from(sandbox.theta.values)).toEqual(theta);
  return found.length > 0;
}

test("a tensor is wrong where the slope is off by more than four thresholds, of the norm of its terms", () => {
  expect([1.0039, 1.0041, 0.9961, 0.9959].map((times) => isWrong(1, times))).toEqual([
    false,
    true,
    false,
    true,
  ]);
  // The terms of four entries all go up: their sum is up to twice their norm, and 1.7 times where they differ.
  expect([1.0018, 1.0025].map((times) => isWrong(4, times))).toEqual([false, true]);
  expect(isWrong(1, 1)).toBe(false);
  expect(isWrong(1, Number.POSITIVE_INFINITY)).toBe(false);
  expect(isWrong(3, 1.01, { threshold: 1e-4 })).toBe(true);
});

test("where all entries lie at an edge of the domain, the slope to the side that is inside judges", () => {
  const edge = { f: (x: number) => (x < 1 ? Number.NaN : 3 * x) };
  for (const size of [1, 3]) expect([1, 2].map((times) => isWrong(size, times, edge))).toEqual([false, true]);
});

test("along a direction through a kink there is no one slope to be wrong", () => {
  const kink = { f: (x: number) => Math.abs(x - 1), slope: 1 };
  expect([-3, 0, 0.5, 3].map((times) => isWrong(1, times, kink))).toEqual([false, false, false, false]);
});

test("it is said what is known of each tensor at the given point", () => {
  const slices = [
    sliceOf("a", 0, 4),
    sliceOf("b", 4, 4),
    sliceOf("c", 8, 4),
    sliceOf("d", 12, 4),
    sliceOf("e", 16, 1),
  ];
  const survey = emptySurvey(new Float64Array(17), slices);
  // Of four entries none is verified, one, two, and three.
  for (const i of [4, 8, 9, 12, 13, 14, 16]) survey.verdict[i] = "pass";
  const said = (...names: string[]) =>
    sayWrong(
      lookOf(slices, survey),
      slices.filter(({ name }) => names.includes(name)),
      "here",
      "there",
    ).map(({ message, tensor, severity }) => `${severity} of ${tensor}: ${message}`);
  expect(said("a")).toEqual(["failure of a: not verified here, wrong there: a"]);
  expect(said("b")).toEqual(["failure of b: right where it could be verified here, wrong there: b"]);
  expect(said("b", "c", "d", "e")).toEqual([
    "failure of b: right where it could be verified here, wrong there: b",
    "failure of c: right here, wrong there: c, d, e",
  ]);
  expect(said()).toEqual([]);
});

test("values that are all the same are noted, where there are several", () => {
  const noted = (...values: number[]) =>
    noteConstant("x", Float64Array.from(values)).map(({ message }) => message);
  expect(noted(3, 3)).toEqual(["x is 3 everywhere at the given point, which can hide a mistake"]);
  for (const values of [[], [3], [3, 4], [3, 3, 4]]) expect(noted(...values)).toEqual([]);
});

test("passes that throw, or give what is not finite, are none", () => {
  const passes = (value: () => number) => {
    const subject = subjectOfFunction({ theta: [1], value, gradient: () => [0] });
    return finitePasses(new Sandbox(subject, { seed: 0, modes: "both" }), tensor(1), true);
  };
  expect(passes(() => 5)?.output.data[0]).toBe(5);
  expect(passes(() => Number.POSITIVE_INFINITY)).toBeUndefined();
  expect(
    passes(() => {
      throw new Error("no");
    }),
  ).toBeUndefined();
});
