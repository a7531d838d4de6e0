// What the diagnoses of a gradient checker are worth on the corpus.
import { type CorpusCase, cases } from "./index.ts";
import { isWrong } from "./scoring.ts";

/** What a report says that a mutant suffers from. */
export interface Said {
  readonly findings: readonly { readonly kind: string; readonly severity: "failure" | "note" }[];
  /** In their order; only those with wrong entries have diagnoses. */
  readonly tensors: readonly {
    readonly name: string;
    readonly diagnoses: readonly {
      readonly kind: string;
      readonly message: string;
      readonly factor?: number;
    }[];
  }[];
}

interface DiagnosisMiss {
  readonly name: string;
  /** The category, and those that are as true. */
  readonly expected: readonly string[];
  readonly said: readonly string[];
  readonly why: "not named" | "wrong named first" | "wrong factor";
}

export interface DiagnosisScore {
  readonly seedOffset: number;
  readonly counted: number;
  /** Mutants of which the category, or one that is as true, is among what was said. */
  readonly named: number;
  /** Mutants of which the first thing that was said is wrong. */
  readonly wrongFirst: number;
  readonly misses: readonly DiagnosisMiss[];
}

/** A finding under the name of its category. */
const categoryOf = (kind: string) => (kind === "aliases" ? "aliased" : kind);

function judge({ name, diagnosis, alternatives, factor }: CorpusCase, report: Said): DiagnosisMiss[] {
  const expected = [diagnosis as string, ...alternatives];
  const diagnoses = report.tensors.flatMap((one) => one.diagnoses);
  const said = [...report.findings.map(({ kind }) => categoryOf(kind)), ...diagnoses.map(({ kind }) => kind)];
  const miss = (why: DiagnosisMiss["why"]): DiagnosisMiss => ({ name, expected, said, why });
  const silent = diagnoses.length === 0;
  const isNamed = said.some((kind) => expected.includes(kind)) || (silent && expected.includes("other"));
  const [first] = diagnoses;
  const isOff =
    diagnosis === "factor" &&
    factor !== undefined &&
    first?.kind === "factor" &&
    !(Math.abs((first.factor ?? Number.NaN) / factor - 1) < 1e-4 * Math.min(1, Math.abs(factor - 1)));
  return [
    ...(isNamed ? [] : [miss("not named")]),
    ...(silent || expected.includes(first.kind) ? [] : [miss("wrong named first")]),
    ...(isOff ? [miss("wrong factor")] : []),
  ];
}

/**
 * Runs every mutant with its seed shifted, and compares what is said of it with its category. Silence is right where
 * the category is `other`, or `other` is as true.
 */
export function scoreDiagnoses(
  check: (corpusCase: CorpusCase, seedOffset: number) => Said,
  seedOffset = 0,
): DiagnosisScore {
  const mutants = cases.filter((one) => one.kind === "bug" && isWrong(one, seedOffset));
  const misses = mutants.flatMap((mutant) => judge(mutant, check(mutant, seedOffset)));
  const missed = (why: DiagnosisMiss["why"]) => misses.filter((one) => one.why === why).length;
  return {
    seedOffset,
    counted: mutants.length,
    named: mutants.length - missed("not named"),
    wrongFirst: missed("wrong named first"),
    misses,
  };
}

/** The score as text: a line, and a line for each miss. */
export function printDiagnoses({ seedOffset, counted, named, wrongFirst, misses }: DiagnosisScore): string {
  const share = ((100 * named) / counted).toFixed(1);
  return [
    `diagnoses, seed + ${seedOffset}: ${named} of ${counted} named (${share} %), wrong named first: ${wrongFirst}`,
    ...misses.map(
      ({ name, expected, said, why }) =>
        `  ${name}: ${why}; is ${expected.join(" or ")}, said ${said.length === 0 ? "nothing" : said.join(", ")}`,
    ),
  ].join("\n");
}
