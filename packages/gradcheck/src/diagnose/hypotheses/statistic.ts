// n - g = a + b t in each line of the tensor: the path of the chain rule through a mean, a norm or a variance

import { copy } from "@nudge/core";
import { sameShape } from "@nudge/core/internal";
import { lineText } from "../axis-text.ts";
import type { Hypothesis } from "../candidate.ts";
import type { Evidence, TensorEvidence } from "../evidence/evidence.ts";
import { groupBy, indicesAlong, linesAlong } from "../layout.ts";
import { fitTerms } from "../models/terms.ts";

interface Form {
  readonly columns: readonly Float64Array[];
  readonly text: string;
  readonly path: string;
  /** What the second column is, where there are two. */
  readonly multiple?: string;
}

/** Whether a + b t = b (t - mean t) in each group. */
function isCentred(
  columns: readonly Float64Array[],
  groups: readonly (readonly number[])[],
  coefficients: readonly (readonly number[])[],
): boolean {
  if (columns.length < 2) return false;
  return groups.every((group, g) => {
    const [constant, slope] = coefficients[g];
    const mean = group.reduce((sum, k) => sum + columns[1][k], 0) / group.length;
    const spread = group.reduce((most, k) => Math.max(most, Math.abs(slope * (columns[1][k] - mean))), 0);
    return Math.abs(constant + slope * mean) <= 1e-4 * spread;
  });
}

function formsOf({ tensor, output }: Evidence): Form[] {
  const one = tensor.theta.map(() => 1);
  const constant = { columns: [one], text: "constant", path: "a mean or a sum" };
  const multiples = (values: Float64Array, name: string): Form[] => [
    { columns: [values], text: `proportional to ${name}`, path: "a norm or a sum" },
    {
      columns: [one, values],
      text: `a constant plus a multiple of ${name}`,
      path: "a mean and a variance",
      multiple: name,
    },
  ];
  const like = sameShape(output.shape, tensor.shape);
  return [
    constant,
    ...multiples(tensor.theta, tensor.name),
    ...(like ? multiples(Float64Array.from(copy(output).data), "the output") : []),
  ];
}

/** The ways to divide a tensor: into lines along an axis, and into what is at each index of it. */
function groupings({ shape }: TensorEvidence): { text: string; groups: number[][] }[] {
  return shape.flatMap((length, axis) => {
    if (length < 3 && shape.length < 3) return [];
    const lines = { text: lineText(shape.length, axis), groups: groupBy(linesAlong(shape, axis)) };
    if (shape.length < 3) return shape.length === 2 ? [lines] : [];
    return [lines, { text: `at each index of axis ${axis}`, groups: groupBy(indicesAlong(shape, axis)) }];
  });
}

export const statistic: Hypothesis = function* (evidence) {
  const { tensor } = evidence;
  const forms = formsOf(evidence);
  const ways = groupings(tensor);
  for (const { columns, text, path, multiple } of forms) {
    for (const { groups, text: where } of ways) {
      const found = fitTerms(tensor, columns, groups, forms.length * ways.length);
      if (found === undefined) continue;
      const { coefficients, ...claim } = found;
      const says = isCentred(columns, groups, coefficients)
        ? { text: `proportional to ${multiple} less its mean`, path: "a variance" }
        : { text, path };
      yield {
        kind: "missing-term",
        ...claim,
        message: `numeric - backprop is ${says.text} ${where}: the path through ${says.path} there is missing from the gradient of ${tensor.name}, or wrong`,
      };
    }
  }
};
