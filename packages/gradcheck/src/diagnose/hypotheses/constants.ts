// n - g takes two or three values only: a constant that differs from class to class
import { digits } from "../../words/describe.ts";
import type { Hypothesis } from "../candidate.ts";
import { allKnown, isWrong, largestOf } from "../evidence/evidence.ts";

export const constants: Hypothesis = ({ tensor }) => {
  const { analytic, numeric, error } = tensor;
  if (analytic.length < 8 || !allKnown(tensor)) return [];
  const difference = numeric.map((n, k) => n - analytic[k]);
  const largest = largestOf(difference);
  const groups: number[][] = [];
  for (const k of Array.from(difference.keys()).sort((a, b) => difference[a] - difference[b])) {
    const group = groups.at(-1);
    const first = group?.[0] ?? k;
    const isNear = difference[k] - difference[first] <= error[k] + error[first] + 1e-6 * largest;
    if (group !== undefined && isNear) group.push(k);
    else groups.push([k]);
  }
  const shifted = groups.filter((group) => group.some((k) => isWrong(tensor, k)));
  if (groups.length > 3 || shifted.length < 2 || groups.some((group) => group.length < 2)) return [];
  // The differences of gradients that take few values themselves are few anyway.
  const distinct = new Set(Array.from(numeric, (n) => n.toPrecision(6)));
  if (distinct.size <= 2 * groups.length) return [];

  const value = numeric.slice();
  const means = groups.map((group) => group.reduce((sum, k) => sum + difference[k], 0) / group.length);
  for (const [g, group] of groups.entries()) for (const k of group) value[k] = numeric[k] - means[g];
  const list = groups.map((group, g) => `${digits(means[g])} in ${group.length} entries`).join(", ");
  return [
    {
      kind: "missing-term",
      value,
      parameters: groups.length,
      // Each entry was put into the group that fits it.
      choices: groups.length ** numeric.length,
      message: `numeric - backprop takes only ${groups.length} values, ${list}: a constant term is missing from the gradient of ${tensor.name}, or too much`,
    },
  ];
};
