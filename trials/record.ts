// What is committed of the trials of a library, and compared with those of today.
import type { Judged } from "./judge.ts";
import type { Finding } from "./trial.ts";

/** A finding, with what its reproduction printed. */
export interface Confirmed extends Finding {
  readonly printed: string;
}

/** All that is known of a library. */
export interface Record {
  readonly library: string;
  readonly packages: Readonly<{ [name: string]: string }>;
  readonly ops: readonly Judged[];
  readonly findings: readonly Confirmed[];
}

/** Of how many operations something is said. */
export const count = ({ ops }: Pick<Record, "ops">, verdict: Judged["verdict"]): number =>
  ops.filter((op) => op.verdict === verdict).length;

const said = (op: Judged | undefined) => op && `${op.verdict}, ${op.wrong} of ${op.trials} trials wrong`;

/** What speaks against the trials of a library: a line for each operation that is not as expected, or not explained. */
export function complaints(record: Record, expected: Record | undefined): string[] {
  const { ops, findings } = record;
  const before = new Map(expected?.ops.map((op) => [op.op, op]));
  const now = new Map(ops.map((op) => [op.op, op]));
  const changes = [...new Set([...before.keys(), ...now.keys()])]
    .map((op) => ({ op, was: said(before.get(op)), is: said(now.get(op)) }))
    .filter(({ was, is }) => was !== is)
    .map(({ op, was, is }) => `${op}: ${is ?? "not tried"}; expected ${was ?? "no such operation"}`);
  const unexplained = ops
    .filter(({ verdict }) => verdict === "unexplained")
    .map(({ op, at, words }) => `${op}: wrong without a finding, at ${at}: ${words}`);
  const idle = findings
    .filter(({ op }) => !now.get(op)?.wrong)
    .map(({ op }) => `${op}: has a finding, and no trial of it fails`);
  // Of a false alarm the library computes what it should.
  const gone = findings
    .filter(({ kind, printed, expected }) => (printed === expected) !== (kind === "false alarm"))
    .map(({ op, printed }) => `${op}: the reproduction of its finding prints ${printed}`);
  return [...unexplained, ...idle, ...gone, ...changes];
}
