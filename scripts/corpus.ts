// Prints what the checker is worth on the corpus at some seed offsets, and on the catalogue of bugs:
//
//   npm run -s corpus -- --offsets 0,1000     offset 0 unless given
//   npm run -s corpus -- --today              that of the day, which everybody who runs it today gets
//
// Its exit code is 1 where the checker falls short of what is promised of it.
import type { GradcheckReport } from "../packages/gradcheck/src/index.ts";
import { killRate } from "../packages/gradcheck/test/catalogue/index.ts";
import { checkCorpus, printOutcome, shortcomings } from "../packages/gradcheck/test/corpus/check.ts";
import { cases } from "../packages/gradcheck/test/corpus/index.ts";
import { readOffsets } from "../packages/gradcheck/test/corpus/offsets.ts";

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

/** At a seed that nobody has seen before, so many mistakes may have no name. */
const mostUnnamed = 2;
const now = Date.now();
const [today] = readOffsets(["--today"], now);

let missed = 0;
for (const offset of readOffsets(process.argv.slice(2), now)) {
  const outcome = checkCorpus(offset);
  const { reports, verdicts } = outcome;
  console.log(printOutcome(outcome));
  for (const name of verdicts.inconclusive) console.log(`  ${name}: ${reasonOf(reports.get(name)!)}`);
  const plain = cases.filter((one) => one.plain).map(({ name }) => reports.get(name)!);
  const evaluations = plain.map(({ evaluations, counts }) => evaluations / counts.entries);
  evaluations.sort((a, b) => a - b);
  const mean = evaluations.reduce((sum, each) => sum + each, 0) / evaluations.length;
  console.log(
    `evaluations per entry, plain cases: median ${medianOf(evaluations).toFixed(1)}, mean ${mean.toFixed(1)}\n`,
  );
  missed += shortcomings(outcome, offset === today ? mostUnnamed : 0).length;
}

const { mutants, killed, survivors } = killRate();
console.log(
  `catalogue of bugs: ${killed} of ${mutants} mutants killed (${((100 * killed) / mutants).toFixed(1)} %)`,
);
for (const survivor of survivors) console.log(`  ${survivor}`);
if (missed + survivors.length > 0) process.exitCode = 1;
