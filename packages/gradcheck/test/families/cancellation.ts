// Small differences of numbers of the size of 1: those are rounded to 2e-16, however small the difference is. What the outer
// function adds is exact, and hides it.
import { gradcheckFunction } from "../../src/index.ts";
import { normal } from "../fixtures.ts";
import type { Check, Family, Member } from "./family.ts";
import { memberOf, type Part, type Points, type Real, type Row } from "./rounding.ts";

const part = (computed: Real, slope: Real, exact: Real = computed): Part => ({ computed, exact, slope });
const parts = {
  "log(1 + x²)": part(
    (x) => Math.log(1 + x * x),
    (x) => (2 * x) / (1 + x * x),
  ),
  "√(1 + x²) - 1": part(
    (x) => Math.sqrt(1 + x * x) - 1,
    (x) => x / Math.sqrt(1 + x * x),
  ),
  "1 - cos x": part((x) => 1 - Math.cos(x), Math.sin),
  "log cosh x": part((x) => Math.log(Math.cosh(x)), Math.tanh),
  "exp(x) - 1 - x": part((x) => Math.exp(x) - 1 - x, Math.expm1),
  "1e6 log(1 + exp x)": part(
    (x) => 1e6 * Math.log(1 + Math.exp(x)),
    (x) => 1e6 / (1 + Math.exp(-x)),
  ),
};

const at = (size: number, count: number): Points => ({
  count,
  least: size / 2,
  most: 1.5 * size,
  signed: true,
});

const rows: Row[] = [
  ["log(1 + x²)", parts["log(1 + x²)"], "residual", "sum", at(3e-6, 1)],
  ["log(1 + x²)", parts["log(1 + x²)"], "residual", "map", at(1e-5, 3)],
  ["log(1 + x²)", parts["log(1 + x²)"], "alone", "sum", at(1e-5, 4)],
  ["√(1 + x²) - 1", parts["√(1 + x²) - 1"], "residual", "sum", at(1e-5, 1)],
  ["√(1 + x²) - 1", parts["√(1 + x²) - 1"], "residual", "map", at(1e-4, 4)],
  ["√(1 + x²) - 1", parts["√(1 + x²) - 1"], "alone", "map", at(1e-5, 2)],
  ["1 - cos x", parts["1 - cos x"], "residual", "map", at(1e-5, 2)],
  ["1 - cos x", parts["1 - cos x"], "alone", "sum", at(1e-4, 3)],
  ["log cosh x", parts["log cosh x"], "residual", "sum", at(1e-4, 3)],
  ["exp(x) - 1 - x", parts["exp(x) - 1 - x"], "residual", "map", at(1e-5, 2)],
  ["1e6 log(1 + exp x)", parts["1e6 log(1 + exp x)"], "residual", "sum", { count: 1, least: -21, most: -17 }],
  ["1e6 log(1 + exp x)", parts["1e6 log(1 + exp x)"], "residual", "map", { count: 3, least: -19, most: -15 }],
];

/** Σ l(A θ − t) after convergence: all residuals are of one small size. */
function converged(l: Real, slope: Real, size: number, spoil: (g: number, k: number) => number): Check {
  return (seed) => {
    const theta = Array.from(normal([3], seed).data);
    const A = Array.from(normal([12], seed + 1).data);
    const last = Array.from(normal([4], seed + 2).data, (r) => size * (r + Math.sign(r)));
    const product = (x: ArrayLike<number>) =>
      last.map((_, n) => [0, 1, 2].reduce((sum, i) => sum + A[3 * n + i] * x[i], 0));
    const targets = product(theta).map((y, n) => y - last[n]);
    const residuals = (x: ArrayLike<number>) => product(x).map((y, n) => y - targets[n]);
    return gradcheckFunction(
      {
        theta,
        value: (x) => residuals(x).reduce((sum, r) => sum + l(r), 0),
        gradient: (x) => {
          const slopes = residuals(x).map(slope);
          return [0, 1, 2].map((i) =>
            spoil(
              slopes.reduce((sum, s, n) => sum + s * A[3 * n + i], 0),
              i,
            ),
          );
        },
      },
      { seed },
    );
  };
}

const cauchy = [(r: number) => Math.log(1 + r * r), (r: number) => (2 * r) / (1 + r * r)] as const;
const pseudoHuber = [
  (r: number) => Math.sqrt(1 + r * r) - 1,
  (r: number) => r / Math.sqrt(1 + r * r),
] as const;

const fits: Member[] = [
  ["Cauchy", cauchy, 1e-7] as const,
  ["Cauchy", cauchy, 1e-5] as const,
  ["pseudo-Huber", pseudoHuber, 1e-6] as const,
].map(([name, [l, slope], size]) => ({
  name: `${name} loss with residuals of ${size}`,
  right: converged(l, slope, size, (g) => g),
  wrong: {
    doubled: converged(l, slope, size, (g) => 2 * g),
    "the last times -1": converged(l, slope, size, (g, k) => (k === 2 ? -g : g)),
  },
}));

export const cancellation: Family = {
  name: "cancellation",
  members: [...rows.map((row) => memberOf(row, [1.1, 2], { isMissed: false })), ...fits],
};
