// Points of rest, where a gradient is 0 and the output moves all the same, and entries far smaller than those beside them.
import { gradcheckFunction } from "../../src/index.ts";
import type { Family, Member } from "./family.ts";

type Vector = ArrayLike<number>;

interface Resting {
  readonly theta: readonly number[];
  readonly value: (x: Vector) => number;
  readonly slope: (x: number, k: number) => number;
}

/** Σ f(x − at) + add */
const around = (
  f: (d: number) => number,
  slope: (d: number) => number,
  at: readonly number[],
  add = 0,
): Resting => ({
  theta: at,
  value: (x) => at.reduce((sum, m, k) => sum + f(x[k] - m), add),
  slope: (x, k) => slope(x - at[k]),
});
const square = (d: number) => d * d;
const twice = (d: number) => 2 * d;
const zeros = (count: number) => new Array<number>(count).fill(0);

const root = (small: number, beside: readonly number[]): Resting => {
  const f = (x: number) => Math.sqrt(x * x + small * small);
  return {
    theta: [...beside, 1.2 * small],
    value: (x) => Array.from(x).reduce((sum, v) => sum + f(v), 0),
    slope: (x) => x / f(x),
  };
};

const resting: { readonly [name: string]: Resting } = {
  "‖x‖² at 0": around(square, twice, zeros(3)),
  "x² at 0": around(square, twice, zeros(1)),
  "1e-8 ‖x‖² at 0": around(
    (d) => 1e-8 * d * d,
    (d) => 2e-8 * d,
    zeros(4),
  ),
  "1e6 ‖x‖² at 0": around(
    (d) => 1e6 * d * d,
    (d) => 2e6 * d,
    zeros(2),
  ),
  "7 + ‖x‖² at 0": around(square, twice, zeros(3), 7),
  "‖x − m‖² at m": around(square, twice, [0.3, -2, 11]),
  "x⁴ at 0": around(
    (d) => d ** 4,
    (d) => 4 * d ** 3,
    zeros(2),
  ),
  "cos at 0": around(Math.cos, (d) => -Math.sin(d), zeros(2)),
  "exp(-x²) at 0": around(
    (d) => Math.exp(-d * d),
    (d) => -2 * d * Math.exp(-d * d),
    zeros(3),
  ),
  "log cosh at 0": around((d) => Math.log(Math.cosh(d)), Math.tanh, zeros(2)),
};
const tiny: { readonly [name: string]: Resting } = {
  "√(v² + 1e-14) beside 1": root(1e-7, [1, -0.5]),
  "√(v² + 1e-20) beside 1": root(1e-10, [1]),
  "√(v² + 1e-10) beside 3": root(1e-5, [3, 2, -4]),
  "√(v² + 1e-14) alone": root(1e-7, []),
};

function memberOf(
  [name, { theta, value, slope }]: readonly [string, Resting],
  off: (g: number) => number,
): Member {
  const check = (spoil: (g: number) => number) => (seed: number) =>
    gradcheckFunction(
      {
        theta: [...theta],
        value,
        gradient: (x) => Array.from(x, (v, k) => (k === theta.length - 1 ? spoil(slope(v, k)) : slope(v, k))),
      },
      { seed },
    );
  return {
    name,
    right: check((g) => g),
    wrong: { "the last is off": check(off), "the last is off the other way": check((g) => 2 * g - off(g)) },
  };
}

export const rest: Family = {
  name: "points of rest",
  members: [
    ...Object.entries(resting).map((entry) => memberOf(entry, (g) => g + 1e-9)),
    ...Object.entries(tiny).map((entry) => memberOf(entry, (g) => 1.001 * g)),
  ],
};
