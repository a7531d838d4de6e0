// Part in float32, the rest in float64. Over steps shorter than those of float32 the part stands still, and the slope is
// that of the rest alone.
import { matmul, tensor, transpose } from "@nudge/core";
import { gradcheckMap } from "../../src/index.ts";
import { normal } from "../fixtures.ts";
import type { Family, Member } from "./family.ts";
import { memberOf, type Points, type Row } from "./rounding.ts";
import { single } from "./single.ts";

const one: Points = { count: 1, least: 0.4, most: 1.6, signed: true };
const some: Points = { count: 5, least: 0.3, most: 1.5, signed: true };
const small: Points = { count: 4, least: 0.05, most: 0.3, signed: true };
const large: Points = { count: 3, least: 2, most: 4 };

const rows: Row[] = [
  ["exp", single.exp, "penalty", "sum", one],
  ["exp", single.exp, "residual", "map", small],
  ["sin", single.sin, "gated", "map", large],
  ["cos", single.cos, "residual", "sum", some],
  ["tanh", single.tanh, "loss", "sum", some],
  ["tanh", single.tanh, "residual", "map", one],
  ["atan", single.atan, "penalty", "map", some],
  ["logistic", single.logistic, "gated", "sum", some],
  ["swish", single.swish, "residual", "map", large],
  ["softplus", single.softplus, "penalty", "sum", some],
  ["elu", single.elu, "loss", "map", some],
  ["gelu", single.gelu, "residual", "sum", some],
  ["gelu", single.gelu, "loss", "map", one],
  ["x²", single.square, "gated", "map", some],
  ["√(1 + x²)", single["√(1 + x²)"], "residual", "map", large],
  ["log(2 + x²)", single["log(2 + x²)"], "penalty", "map", some],
];

/** Softmax over each row in float32, beside what it was given. */
const singleSoftmax = (row: readonly number[]) => {
  const r = Math.fround;
  const most = Math.max(...row.map(r));
  const powers = row.map((x) => r(Math.exp(r(r(x) - most))));
  const sum = powers.reduce((total, x) => r(total + x), 0);
  return powers.map((x) => r(x / sum));
};
const softmax = (row: readonly number[]) => {
  const powers = row.map(Math.exp);
  const sum = powers.reduce((total, x) => total + x, 0);
  return powers.map((x) => x / sum);
};

/** y = x W + softmax(x W): the weights of a layer with a row of float32 in the middle. */
function attention(seed: number, spoil: (dW: number, k: number) => number) {
  const x = normal([3, 2], seed + 1);
  const rowsOf = (z: { data: ArrayLike<number> }) =>
    [0, 1, 2].map((n) => Array.from(z.data).slice(4 * n, 4 * n + 4));
  return gradcheckMap(
    {
      tensors: { W: normal([2, 4], seed) },
      forward: ({ W }) => {
        const z = rowsOf(matmul(x, W));
        return [tensor(z.map((row) => singleSoftmax(row).map((p, j) => p + row[j]))), z];
      },
      backward: (dy, z) => {
        const upstream = rowsOf(dy);
        const dz = z.map((row, n) => {
          const p = softmax(row);
          const mean = p.reduce((sum, v, j) => sum + v * upstream[n][j], 0);
          return p.map((v, j) => v * (upstream[n][j] - mean) + upstream[n][j]);
        });
        const dW = matmul(transpose(x), tensor(dz));
        return { W: tensor(Array.from(dW.data, spoil), [2, 4]) };
      },
    },
    { seed },
  );
}

const layer: Member = {
  name: "a layer with a softmax in float32 beside it",
  right: (seed) => attention(seed, (g) => g),
  wrong: {
    "times 1.1": (seed) => attention(seed, (g) => 1.1 * g),
    "one entry doubled": (seed) => attention(seed, (g, k) => (k === 5 ? 2 * g : g)),
  },
};

export const mixedPrecision: Family = {
  name: "mixed precision",
  members: [...rows.map((row) => memberOf(row, [1.1, 2])), layer],
};
