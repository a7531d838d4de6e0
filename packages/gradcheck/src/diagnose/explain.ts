// The explanations of one tensor by itself, round by round.
import type { Diagnosis } from "../words/report.ts";
import type { Evidence } from "./evidence/evidence.ts";
import { judgeInSteps } from "./judge.ts";
import { rounds } from "./order.ts";

/** Yields after each explanation, as some of them take a while. */
export type Asking<T> = Generator<void, T>;

/** The diagnoses of a tensor, the best first and each kind once. */
export function* explain(evidence: Evidence): Asking<Diagnosis[]> {
  if (!evidence.tensor.analytic.every(Number.isFinite)) return [];
  for (const round of rounds) {
    const said: Diagnosis[] = [];
    for (const hypothesis of round) {
      const diagnosis = yield* judgeInSteps(hypothesis, evidence);
      if (diagnosis !== undefined && !said.some(({ kind }) => kind === diagnosis.kind)) said.push(diagnosis);
      yield;
    }
    if (said.length > 0) return said;
  }
  return [];
}
