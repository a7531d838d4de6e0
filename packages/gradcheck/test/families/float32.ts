// All outputs in float32: slopes are known to three or four digits, and to fewer where a function hardly varies.
import type { Family } from "./family.ts";
import { memberOf, type Points, type Row } from "./rounding.ts";
import { single } from "./single.ts";

const some: Points = { count: 6, least: 0.3, most: 1.5, signed: true };
const few: Points = { count: 3, least: 0.5, most: 2 };
const large: Points = { count: 4, least: 2, most: 4, signed: true };

const clear: Row[] = [
  ["exp", single.exp, "alone", "map", large],
  ["sin", single.sin, "alone", "map", some],
  ["cos", single.cos, "alone", "map", few],
  ["tanh", single.tanh, "alone", "map", some],
  ["atan", single.atan, "alone", "map", few],
  ["logistic", single.logistic, "alone", "map", some],
  ["swish", single.swish, "alone", "map", few],
  ["softplus", single.softplus, "alone", "map", some],
  ["elu", single.elu, "alone", "map", some],
  ["gelu", single.gelu, "alone", "map", few],
  ["√(1 + x²)", single["√(1 + x²)"], "alone", "map", large],
  ["log(2 + x²)", single["log(2 + x²)"], "alone", "map", some],
  ["erf in seven digits", single["erf in seven digits"], "alone", "map", some],
];

/** Where the function varies by little more than its rounding: a right gradient may be below the noise, and a wrong one. */
const faint: Row[] = [
  ["cos near its top", single.cos, "alone", "map", { count: 3, least: 1e-4, most: 2e-3 }],
  ["logistic near 1", single.logistic, "alone", "map", { count: 3, least: 17, most: 26 }],
  ["log(2 + x²) near 0", single["log(2 + x²)"], "alone", "map", { count: 2, least: 1e-5, most: 3e-4 }],
  ["tanh near 1", single.tanh, "alone", "map", { count: 3, least: 7, most: 10 }],
];

export const float32: Family = {
  name: "float32",
  members: [
    ...clear.map((row) => memberOf(row, [1.1, 2])),
    ...faint.map((row) => {
      const { name, right, wrong } = memberOf(row, []);
      const rightIs = ["pass", "inconclusive"] as const;
      return { name, right, wrong, rightIs, wrongIs: [...rightIs, "fail"] as const };
    }),
  ],
};
