// What a gradient checker is worth on the corpus.
import { copy, type Tensor } from "@nudge/core";
import type { Group, Tensors } from "./definition.ts";
import { type CorpusCase, cases } from "./index.ts";

export type Verdict = "pass" | "fail" | "inconclusive";

interface Tally {
  /** Mutants that are wrong on the data of the seed. */
  readonly counted: number;
  /** Rejected. */
  readonly detected: number;
  /** Rejected, and the correct twin accepted: a checker that rejects a whole family earns nothing by it. */
  readonly useful: number;
}

export interface Score {
  readonly seedOffset: number;
  readonly mutants: Tally;
  readonly groups: ReadonlyMap<Group, Tally>;
  /** How many correct cases there are, and which of them were rejected or left undecided. */
  readonly correct: number;
  readonly falseAlarms: readonly string[];
  readonly inconclusive: readonly string[];
  /** The mutants that were not rejected. */
  readonly misses: readonly string[];
}

/** Runs every case, each with its seed shifted, and counts the verdicts. */
export function score(judge: (corpusCase: CorpusCase, seedOffset: number) => Verdict, seedOffset = 0): Score {
  const counted = cases.filter((one) => one.kind === "correct" || isWrong(one, seedOffset));
  const verdicts = new Map(counted.map((one) => [one.name, judge(one, seedOffset)]));
  const correct = counted.filter(({ kind }) => kind === "correct");
  const mutants = counted.filter(({ kind }) => kind === "bug");
  const named = (some: readonly CorpusCase[], wanted: (verdict: Verdict) => boolean) =>
    some.map(({ name }) => name).filter((name) => wanted(verdicts.get(name)!));
  const tally = (some: readonly CorpusCase[]): Tally => {
    const detected = some.filter(({ name }) => verdicts.get(name) === "fail");
    const useful = detected.filter(({ parent }) => verdicts.get(parent!) === "pass");
    return { counted: some.length, detected: detected.length, useful: useful.length };
  };
  return {
    seedOffset,
    mutants: tally(mutants),
    groups: new Map(
      [...new Set(mutants.map(({ group }) => group))].map((group) => [
        group,
        tally(mutants.filter((mutant) => mutant.group === group)),
      ]),
    ),
    correct: correct.length,
    falseAlarms: named(correct, (verdict) => verdict === "fail"),
    inconclusive: named(correct, (verdict) => verdict === "inconclusive"),
    misses: named(mutants, (verdict) => verdict !== "fail"),
  };
}

/** A score as text: one line per group, then the names of what went wrong. */
export function printTable(score: Score): string {
  const line = (name: string, ...numbers: (number | string)[]) =>
    name.padEnd(14) + numbers.map((number) => String(number).padStart(10)).join("");
  const row = (name: string, { counted, detected, useful }: Tally) => line(name, counted, detected, useful);
  const list = (title: string, names: readonly string[], of: number) =>
    `${title}: ${names.length} of ${of}${names.length === 0 ? "" : ` (${names.join(", ")})`}`;
  return [
    line(`seed + ${score.seedOffset}`, "mutants", "detected", "useful"),
    ...[...score.groups].map(([group, tally]) => row(group, tally)),
    row("all", score.mutants),
    list("false alarms", score.falseAlarms, score.correct),
    list("inconclusive", score.inconclusive, score.correct),
    list("misses", score.misses, score.mutants.counted),
  ].join("\n");
}

/**
 * Whether a mutant is one on the data of a seed: it has a side effect, or its first gradient differs from that of its
 * twin in shape, or in some entry by more than 1e-9 relative.
 */
export function isWrong(mutant: CorpusCase, seedOffset = 0): boolean {
  const twin = cases.find(({ name }) => name === mutant.parent);
  if (!twin) throw new Error(`isWrong: "${mutant.name}" has no correct twin`);
  if (mutant.sideEffect) return true;
  const returned = firstGradients(mutant, seedOffset);
  const right = firstGradients(twin, seedOffset, mutant.build(seedOffset).upstream);
  return Object.keys(right).some((name) => differs(returned[name], right[name]));
}

/** What the first backward pass of a fresh instance returns. */
export function firstGradients(corpusCase: CorpusCase, seedOffset = 0, upstream?: Tensor): Tensors {
  const { subject, upstream: own } = corpusCase.build(seedOffset);
  const [, cache] = subject.forward(subject.tensors);
  return subject.backward(upstream ?? own, cache, subject.tensors);
}

function differs(a: Tensor, b: Tensor): boolean {
  if (String(a.shape) !== String(b.shape)) return true;
  const right = copy(b).data;
  // Written so that NaN differs.
  return !copy(a).data.every(
    (x, i) => Math.abs(x - right[i]) <= 1e-9 * Math.max(Math.abs(x), Math.abs(right[i])),
  );
}
