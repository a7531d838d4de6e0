// A tensor is used several times, and not each of its uses counts once: one is missing, or only the last is there
import type { Hypothesis } from "../candidate.ts";
import { largestOf, type TensorEvidence } from "../evidence/evidence.ts";

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

/** Changes are taken from the numeric gradient, which is known better than its parts. */
function claimOf(
  { error, numeric }: TensorEvidence,
  uses: readonly Float64Array[],
  times: readonly number[],
) {
  const value = numeric.map((n, k) => uses.reduce((sum, use, j) => sum + (times[j] - 1) * use[k], n));
  const doubt = 1e-8 * Math.max(...uses.map(largestOf));
  return { value, error: error.map((bar) => bar * uses.length + doubt) };
}

export const use: Hypothesis = ({ tensor, uses: measure }) => {
  const uses = measure();
  if (uses === undefined) return [];
  const ways = countings(uses.length);
  return ways.map(({ kind, times, text }) => ({
    kind,
    ...claimOf(tensor, uses, times),
    choices: ways.length,
    message: `forward uses ${tensor.name} ${uses.length} times, and in backprop ${text}: a path of the chain rule is miscounted`,
  }));
};
