// n - g takes two or three values only: a constant that differs from class to class
import { digits } from "../../words/describe.ts";
import { isKnown } from "../evidence/evidence.ts";
import { compare, convinces } from "../fit/compare.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const constants: Hypothesis = ({ tensor }) => {
  const { analytic, numeric, error } = tensor;
  if (analytic.length < 8 || !analytic.every((_, k) => isKnown(tensor, k))) return undefined;
  const difference = numeric.map((n, k) => n - analytic[k]);
  const largest = difference.reduce((most, x) => Math.max(most, Math.abs(x)), 0);
  const order = Array.from(difference.keys()).sort((a, b) => difference[a] - difference[b]);
  const groups: number[][] = [];
  for (const k of order) {
    const group = groups[groups.length - 1];
    const first = group?.[0];
    const near =
      first !== undefined && difference[k] - difference[first] <= error[k] + error[first] + 1e-6 * largest;
    if (near) group.push(k);
    else groups.push([k]);
  }
  const shifting = groups.filter((group) => group.some((k) => tensor.verdict[k] === "wrong"));
  if (groups.length > 3 || shifting.length < 2 || groups.some((group) => group.length < 2)) return undefined;

  const value = numeric.slice();
  const means = groups.map((group) => group.reduce((sum, k) => sum + difference[k], 0) / group.length);
  for (const [g, group] of groups.entries()) for (const k of group) value[k] = numeric[k] - means[g];
  // Which group an entry belongs to was chosen too.
  const found = compare(tensor, {
    value,
    parameters: groups.length,
    choices: groups.length ** numeric.length,
  });
  // Gradients that take as few values themselves are bound to differ by few.
  const distinct = new Set(Array.from(numeric, (n) => n.toPrecision(6)));
  if (!convinces(found) || distinct.size <= 2 * groups.length) return undefined;
  const list = groups.map((group, g) => `${digits(means[g])} in ${group.length} entries`).join(", ");
  return {
    kind: "missing-term",
    unexplained: found.unexplained,
    message: `numeric - backprop takes only ${groups.length} values, ${list}: a constant term is missing from the gradient of ${tensor.name}, or too much`,
  };
};
