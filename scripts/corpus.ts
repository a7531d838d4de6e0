// Prints what the checker is worth: on the corpus at the seed offsets in NUDGE_CORPUS_SEED_OFFSET ("0,1000"; 0 unless
// given), and on the catalogue of bugs. The checker sees a map and an upstream gradient, never a name or a kind.
import { type GradcheckReport, gradcheckMap } from "../packages/gradcheck/src/index.ts";
import { killRate } from "../packages/gradcheck/test/catalogue/index.ts";
import { printTable, score } from "../packages/gradcheck/test/corpus/scoring.ts";
import { printDiagnoses, scoreDiagnoses } from "../packages/gradcheck/test/corpus/scoring-diagnoses.ts";

function offsetsOf(text: string): number[] {
  const offsets = text.split(",").map((part) => (part.trim() === "" ? Number.NaN : Number(part)));
  if (!offsets.every(Number.isSafeInteger))
    throw new Error(`corpus: NUDGE_CORPUS_SEED_OFFSET must be whole numbers such as 0,1000, got "${text}"`);
  return offsets;
}

/** What kept a check from a verdict: its findings, and of each undecided tensor the worst entry. */
function reasonOf({ findings, tensors }: GradcheckReport): string {
  const undecided = tensors
    .filter(({ counts }) => counts.inconclusive > 0)
    .map(({ name, counts, worst: [{ index, analytic, numeric, error }] }) => {
      const place = index.length === 0 ? "" : `[${index.join(", ")}]`;
      const values = `${analytic.toPrecision(3)}, numerically ${numeric.toPrecision(3)} ± ${error.toPrecision(2)}`;
      return `${counts.inconclusive} of ${counts.entries} entries of ${name} undecided; ${name}${place} is ${values}`;
    });
  return [...findings.map(({ message }) => message), ...undecided].join("\n    ");
}

/** The middle of a sorted list. */
const medianOf = (sorted: readonly number[]) =>
  (sorted[Math.floor((sorted.length - 1) / 2)] + sorted[Math.ceil((sorted.length - 1) / 2)]) / 2;

for (const offset of offsetsOf(process.env.NUDGE_CORPUS_SEED_OFFSET ?? "0")) {
  const reports = new Map<string, GradcheckReport>();
  const evaluations: number[] = [];
  const result = score(({ name, plain, build }, seedOffset) => {
    const { subject, upstream } = build(seedOffset);
    const report = gradcheckMap(subject, { upstream });
    reports.set(name, report);
    if (plain) evaluations.push(report.evaluations / report.counts.entries);
    return report.verdict;
  }, offset);
  console.log(printTable(result));
  for (const name of result.inconclusive) console.log(`  ${name}: ${reasonOf(reports.get(name)!)}`);
  console.log(printDiagnoses(scoreDiagnoses(({ name }) => reports.get(name)!, offset)));
  evaluations.sort((a, b) => a - b);
  const mean = evaluations.reduce((sum, each) => sum + each, 0) / evaluations.length;
  console.log(
    `evaluations per entry, plain cases: median ${medianOf(evaluations).toFixed(1)}, mean ${mean.toFixed(1)}\n`,
  );
}

const { mutants, killed, survivors } = killRate();
console.log(
  `catalogue of bugs: ${killed} of ${mutants} mutants killed (${((100 * killed) / mutants).toFixed(1)} %)`,
);
for (const survivor of survivors) console.log(`  ${survivor}`);
