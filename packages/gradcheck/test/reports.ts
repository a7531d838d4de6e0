// Reports made by hand, of any shape and with any values, without a check.
import type { Counts, EntryReport, EntryVerdict, GradcheckReport, TensorReport } from "../src/index.ts";
import { addCounts, countVerdicts } from "../src/verdict/tally.ts";
import { indexOf } from "../src/words/index-of.ts";

export interface EntryValues {
  analytic: number;
  numeric?: number;
  error?: number;
  verdict?: EntryVerdict;
}

/** A tensor whose entry k is as `entry(k)` says; a right one unless it says otherwise. */
export function tensorReport(
  name: string,
  shape: readonly number[],
  entry: (k: number) => EntryValues,
): TensorReport {
  const size = shape.reduce((product, n) => product * n, 1);
  const all = Array.from({ length: size }, (_, k): EntryReport => {
    const { analytic, numeric = analytic, error = 1e-11, verdict = "pass" } = entry(k);
    return { index: indexOf(k, shape), verdict, analytic, numeric, error, step: 2 ** -17 };
  });
  const counts: Counts = countVerdicts(all.map(({ verdict }) => verdict));
  return {
    name,
    shape: [...shape],
    verdict: counts.wrong > 0 ? "fail" : "pass",
    ratio: counts.wrong > 0 ? 0.5 : 1e-11,
    threshold: 1e-7,
    counts,
    detectionLimit: 1e-7,
    worst: [...all].sort((a, b) => Number(b.verdict === "wrong") - Number(a.verdict === "wrong")).slice(0, 5),
    diagnoses: [],
    entries: {
      analytic: all.map(({ analytic }) => analytic),
      numeric: all.map(({ numeric }) => numeric),
      error: all.map(({ error }) => error),
      verdict: all.map(({ verdict }) => verdict),
    },
  };
}

export function reportOf(
  tensors: readonly TensorReport[],
  more: Partial<GradcheckReport> = {},
): GradcheckReport {
  const counts = addCounts(tensors.map(({ counts }) => counts));
  const fails = tensors.some(({ verdict }) => verdict === "fail");
  return {
    version: 1,
    subject: "subject",
    verb: "gradcheck",
    verdict: fails ? "fail" : "pass",
    passed: !fails,
    ratio: fails ? 0.5 : 1e-11,
    noiseRatio: 1e-10,
    threshold: 1e-7,
    seed: 0,
    method: "full",
    evaluations: 100,
    milliseconds: 10,
    replay: "gradcheck(subject)",
    counts,
    unverified: counts.unmeasurable,
    tensors: [...tensors],
    findings: [],
    curves: [],
    ...more,
  };
}
