// Smooth functions that bend over a short way, so that the slopes to both sides of a usual step look like those of a kink.
import { gradcheckFunction } from "../../src/index.ts";
import type { Family, Member } from "./family.ts";

type Value = (x: Float64Array) => number;
type Gradient = (x: Float64Array, off: number) => number[];

const mean = (x: Float64Array) => x.reduce((sum, v) => sum + v, 0) / x.length;
const variance = (x: Float64Array) => {
  const m = mean(x);
  return x.reduce((sum, v) => sum + (v - m) ** 2, 0) / x.length;
};

/** √(variance + ε); backward takes another ε, by `off` of the variance. */
const deviation: [Value, Gradient] = [
  (x) => Math.sqrt(variance(x)),
  (x, off) => {
    const m = mean(x);
    return Array.from(x, (v) => (v - m) / x.length / Math.sqrt(variance(x) * (1 + off)));
  },
];
const length: [Value, Gradient] = [
  (x) => Math.sqrt(x.reduce((sum, v) => sum + v * v, 0)),
  (x, off) => {
    const size = Math.sqrt(x.reduce((sum, v) => sum + v * v, 0) * (1 + off));
    return Array.from(x, (v) => v / size);
  },
];
/** Σ √(x² + w²): a rounded |x|. */
const rounded = (w: number): [Value, Gradient] => [
  (x) => x.reduce((sum, v) => sum + Math.sqrt(v * v + w * w), 0),
  (x, off) => Array.from(x, (v) => v / Math.sqrt(v * v + w * w * (1 + 2 * off))),
];
/** Σ w softplus(x / w): a rounded relu. */
const softplus = (w: number): [Value, Gradient] => [
  (x) => x.reduce((sum, v) => sum + w * Math.log1p(Math.exp(v / w)), 0),
  (x, off) => Array.from(x, (v) => (1 + off) / (1 + Math.exp(-v / w))),
];
/** Σ w tanh(x / w): a rounded step. */
const step = (w: number): [Value, Gradient] => [
  (x) => x.reduce((sum, v) => sum + w * Math.tanh(v / w), 0),
  (x, off) => Array.from(x, (v) => (1 - Math.tanh(v / w) ** 2) * (1 + off)),
];

const near = (center: number, by: number) => [1, -1, 0.5, -0.5, 0.2, 0.7].map((k) => center + k * by);
const cases: [name: string, theta: number[], [Value, Gradient], off?: number][] = [
  ["the deviation of numbers 1e-4 apart", near(1, 1e-4), deviation],
  ["the deviation of numbers 1e-3 apart", near(-2, 1e-3), deviation],
  ["the deviation of numbers 1e-2 apart", near(5, 1e-2), deviation, 1e-3],
  ["the deviation of large numbers", near(300, 0.03), deviation],
  ["a short vector", near(0, 1e-4), length],
  ["a short vector beside others", [1e-4, -2e-4, 1e-5], length, 1e-3],
  ["a rounded |x|", near(1e-3, 3e-4), rounded(1e-3), 1e-3],
  ["a rounded |x| at a scale of 1e-4", near(2e-4, 1e-4), rounded(1e-4), 1e-2],
  ["a rounded relu", near(1e-3, 2e-3), softplus(1e-3)],
  ["a rounded relu at a scale of 1e-4", near(0, 1e-4), softplus(1e-4)],
  ["a rounded step", near(1e-3, 5e-4), step(1e-3)],
  ["a rounded step at a scale of 1e-4", near(0, 1e-4), step(1e-4), 1e-3],
];

/** Beside it, |y| at 0 for a further entry: a kink elsewhere excuses nothing. */
function besideKink(theta: number[], [value, gradient]: [Value, Gradient], off: number) {
  const rest = (x: Float64Array) => x.subarray(0, x.length - 1);
  return {
    name: "beside a kink",
    theta: [...theta, 0],
    value: (x: Float64Array) => value(rest(x)) + Math.abs(x[x.length - 1]),
    gradient: (x: Float64Array) => [...gradient(rest(x), off), Math.sign(x[x.length - 1])],
  };
}

export const narrow: Family = {
  name: "smooth functions that look kinked",
  members: cases.map(([name, theta, [value, gradient], off = 2e-4]): Member => {
    const check = (off: number) => (seed: number) =>
      gradcheckFunction({ name, theta, value, gradient: (x) => gradient(x, off) }, { seed });
    const kinked = (seed: number) => gradcheckFunction(besideKink(theta, [value, gradient], off), { seed });
    return {
      name,
      right: check(0),
      wrong: { "a little off": check(off), "a little off, a kink elsewhere": kinked },
    };
  }),
};
