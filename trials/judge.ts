// What is said of an operation, from what became of its trials and what a person found in its source.
import type { Outcome } from "./outcome.ts";
import type { Finding } from "./trial.ts";

/**
 * `right`: every trial passed. `inconclusive`: none failed, but some could not be judged. What failed is what its finding calls
 * it, and `unexplained` without one.
 */
type Verdict = "right" | "inconclusive" | Finding["kind"] | "unexplained";

/** An operation with all its trials taken together. */
export interface Judged {
  readonly op: string;
  readonly verdict: Verdict;
  readonly trials: number;
  /** How many of them failed. */
  readonly wrong: number;
  /** The point that failed worst, or else was not judged; not given of what is right. */
  readonly at?: string;
  /** What the checker says there. */
  readonly words?: string;
}

/** A gradient with NaN, or none at all, is as wrong as one can be. */
const wrongness = ({ ratio }: Outcome) => (Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio);

/** In the order in which operations were first tried. */
export function judge(outcomes: readonly Outcome[], findings: readonly Finding[]): Judged[] {
  const trialsOf = new Map<string, Outcome[]>();
  for (const outcome of outcomes) {
    const trials = trialsOf.get(outcome.op) ?? [];
    if (trials.some(({ at }) => at === outcome.at))
      throw new Error(`trials: ${outcome.op} is tried twice at ${outcome.at}`);
    trialsOf.set(outcome.op, [...trials, outcome]);
  }
  return [...trialsOf].map(([op, trials]) => {
    const wrong = trials.filter(({ verdict }) => verdict === "fail");
    const told = [...wrong].sort((a, b) => wrongness(b) - wrongness(a))[0];
    const open = trials.find(({ verdict }) => verdict === "inconclusive");
    const { at, words } = told ?? open ?? {};
    const verdict = told
      ? (findings.find((finding) => finding.op === op)?.kind ?? "unexplained")
      : open
        ? "inconclusive"
        : "right";
    return { op, verdict, trials: trials.length, wrong: wrong.length, at, words };
  });
}
