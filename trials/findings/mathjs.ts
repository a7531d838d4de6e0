import type { Finding } from "../trial.ts";

const derivative = "lib/esm/function/algebra/derivative.js";

export const mathjs: readonly Finding[] = [
  {
    op: "acoth",
    kind: "bug",
    cause: "The derivative of acoth(x) is 1 / (1 - x²); it has the opposite sign.",
    source: `${derivative}:369`,
    reproduction: `
import { derivative } from "mathjs";
console.log(derivative("acoth(x)", "x").evaluate({ x: 2 }).toFixed(6)); // 1 / (1 - 4)`,
    expected: "-0.333333",
  },
  {
    op: "cbrt",
    kind: "bug",
    cause:
      "The derivative of the real cube root is 1 / (3 cbrt(x)²). It is written with x^(2/3), which is complex for a negative x.",
    source: `${derivative}:211`,
    reproduction: `
import { cbrt, derivative } from "mathjs";
console.log(cbrt(-8), String(derivative("cbrt(x)", "x").evaluate({ x: -8 }))); // 1 / (3 · 4)`,
    expected: "-2 0.08333333333333333",
  },
  {
    op: "nthRoot",
    kind: "bug",
    cause:
      "An odd root of a negative number is real, and so is its derivative. It is rewritten as x^(1/n), of which the derivative is complex there.",
    source: `${derivative}:226`,
    reproduction: `
import { derivative, nthRoot } from "mathjs";
console.log(nthRoot(-8, 3), String(derivative("nthRoot(x, 3)", "x").evaluate({ x: -8 }))); // 1 / (3 · 4)`,
    expected: "-2 0.08333333333333333",
  },
  {
    op: "^",
    kind: "bug",
    cause:
      "(x²)^1.5 is |x|³, with the derivative 3 x |x|. The result is simplified by (a^b)^c = a^(b c), which does not hold for a negative x: 3 x². It is right with { simplify: false }.",
    source: "lib/esm/function/algebra/simplify.js:321",
    reproduction: `
import { derivative } from "mathjs";
console.log(derivative("(x ^ 2) ^ 1.5", "x").evaluate({ x: -2 })); // 3 · -2 · 2`,
    expected: "-12",
  },
  {
    op: "abs of 0",
    kind: "by design",
    cause:
      "abs(x) has no derivative at 0; abs(x) / x is NaN there, where any number from -1 to 1 would be a subgradient.",
    source: `${derivative}:376`,
    reproduction: `
import { derivative } from "mathjs";
console.log(derivative("abs(x)", "x").evaluate({ x: 0 }));`,
    expected: "a number from -1 to 1",
  },
];
