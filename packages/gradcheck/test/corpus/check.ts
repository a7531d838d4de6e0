// Checks the corpus, and says where the checker falls short of what is promised of it at any seed.
import { type GradcheckReport, gradcheckMap } from "../../src/index.ts";
import { printTable, type Score, score } from "./scoring.ts";
import { type DiagnosisScore, printDiagnoses, scoreDiagnoses } from "./scoring-diagnoses.ts";

export interface Outcome {
  /** By the name of the case; of mutants only those that are wrong on the data of the seed. */
  readonly reports: ReadonlyMap<string, GradcheckReport>;
  readonly verdicts: Score;
  readonly diagnoses: DiagnosisScore;
}

/** Checks every case once, its seed shifted. The checker sees a map and an upstream gradient, never a name or a kind. */
export function checkCorpus(seedOffset: number): Outcome {
  const reports = new Map<string, GradcheckReport>();
  const verdicts = score(({ name, build }) => {
    const { subject, upstream } = build(seedOffset);
    const report = gradcheckMap(subject, { upstream });
    reports.set(name, report);
    return report.verdict;
  }, seedOffset);
  return { reports, verdicts, diagnoses: scoreDiagnoses(({ name }) => reports.get(name)!, seedOffset) };
}

export const printOutcome = ({ verdicts, diagnoses }: Outcome) =>
  `${printTable(verdicts)}\n${printDiagnoses(diagnoses)}`;

/**
 * What is missing to the promise: no false alarm, every mutant rejected while its correct twin is accepted, few correct
 * cases of which it says that it cannot see, nothing wrong said of a mistake, and of no more than `mostUnnamed` nothing.
 */
export function shortcomings({ verdicts, diagnoses }: Outcome, mostUnnamed = 0): string[] {
  const { mutants, falseAlarms, inconclusive } = verdicts;
  const unnamed = diagnoses.counted - diagnoses.named;
  const wrong = diagnoses.misses.filter(({ why }) => why !== "not named");
  return [
    ...falseAlarms.map((name) => `false alarm: ${name}`),
    ...(mutants.useful === mutants.counted ? [] : [`useful: ${mutants.useful} of ${mutants.counted}`]),
    ...(inconclusive.length <= 10 ? [] : [`inconclusive: ${inconclusive.length}, which is more than 10`]),
    ...wrong.map(({ name, why }) => `${name}: ${why}`),
    ...(unnamed <= mostUnnamed
      ? []
      : [`mistakes without a name: ${unnamed}, which is more than ${mostUnnamed}`]),
  ];
}
