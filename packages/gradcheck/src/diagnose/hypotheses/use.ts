// A tensor is used several times, and not each of its uses counts once: one is missing, or only the last is there
import type { TensorEvidence } from "../evidence/evidence.ts";
import type { Uses } from "../evidence/uses.ts";
import { compare, convinces } from "../fit/compare.ts";
import type { Hypothesis } from "./hypothesis.ts";

interface Counting {
  /** How often each use counts. */
  readonly times: readonly number[];
  readonly text: string;
  readonly kind: "missing-term" | "missing-sum";
}

const ordinal = (k: number, of: number) =>
  k === of - 1 && of > 2 ? "last" : (["first", "second", "third"][k] ?? `${k + 1}th`);

/** The ways in which the uses of a tensor may be miscounted. */
function countings(uses: number): Counting[] {
  const all = Array.from({ length: uses }, (_, k) => k);
  const one = (times: number, text: string) =>
    all.map(
      (use): Counting => ({
        times: all.map((k) => (k === use ? times : 1)),
        text: `its ${ordinal(use, uses)} use ${text}`,
        kind: "missing-term",
      }),
    );
  const only = all.map(
    (use): Counting => ({
      times: all.map((k) => (k === use ? 1 : 0)),
      text: `only its ${ordinal(use, uses)} use counts`,
      kind: "missing-sum",
    }),
  );
  const runs = all.slice(1).flatMap((cut): Counting[] => [
    {
      times: all.map((k) => (k < cut ? 1 : 0)),
      text: `only its first ${cut} uses count`,
      kind: "missing-sum",
    },
    {
      times: all.map((k) => (k < cut ? 0 : 1)),
      text: `only its last ${uses - cut} uses count`,
      kind: "missing-sum",
    },
  ]);
  return [
    ...one(0, "is missing"),
    ...(uses > 2 ? [...only, ...runs] : []),
    ...one(2, "counts twice"),
    ...one(1 / 2, "counts by half"),
    ...one(-1, "has the wrong sign"),
  ];
}

function modelOf({ error, numeric }: TensorEvidence, uses: Uses, { times }: Counting) {
  // Changes are taken from the numeric gradient, which is known better than the parts.
  const value = numeric.map((n, k) => uses.reduce((sum, use, j) => sum + (times[j] - 1) * use[k], n));
  const blur = uses.map((use) => use.reduce((most, x) => Math.max(most, Math.abs(x)), 0) * 1e-8);
  const largest = Math.max(...blur);
  return { value, error: error.map((bar) => bar * uses.length + largest) };
}

export const use: Hypothesis = ({ tensor, uses: measure }) => {
  const uses = measure();
  if (uses === undefined) return undefined;
  const ways = countings(uses.length);
  for (const way of ways) {
    const found = compare(tensor, { ...modelOf(tensor, uses, way), choices: ways.length });
    if (!convinces(found)) continue;
    return {
      kind: way.kind,
      unexplained: found.unexplained,
      message: `forward uses ${tensor.name} ${uses.length} times, and in backprop ${way.text}: a path of the chain rule is miscounted`,
    };
  }
  return undefined;
};
