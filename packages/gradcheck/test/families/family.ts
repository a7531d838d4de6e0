// A kind of subject that checkers misjudge: members of different functions, scales and shapes, each a right gradient with
// wrong ones beside it. What a member is may depend on the seed; what is said of it may not.
import type { GradcheckReport, Verdict } from "../../src/index.ts";

/** Makes a fresh subject and checks it; whatever the subject remembers lives in this call. */
export type Check = (seed: number) => GradcheckReport;

export interface Member {
  readonly name: string;
  readonly right: Check;
  /** The wrong twins, by what is wrong with them; each differs from the right one in nothing else. */
  readonly wrong: { readonly [bug: string]: Check };
  /** What may be said of the right one: only "pass", unless nobody could tell from outside. */
  readonly rightIs?: readonly Verdict[];
  /** What may be said of the wrong ones: only "fail", unless nobody could tell from outside. */
  readonly wrongIs?: readonly Verdict[];
}

export interface Family {
  /** What all members have in common, as in "kinks that entries share". */
  readonly name: string;
  /** Twelve at least. */
  readonly members: readonly Member[];
}

/** A check that did not come to what it should. */
export interface Misjudged {
  readonly family: string;
  readonly member: string;
  /** "right", or the bug. */
  readonly twin: string;
  readonly seed: number;
  readonly report: GradcheckReport;
}

/** Every check of a family at a seed that does not come to what it should. */
export function* misjudged({ name: family, members }: Family, seed: number): Generator<Misjudged> {
  for (const { name: member, right, wrong, rightIs = ["pass"], wrongIs = ["fail"] } of members) {
    const twins = [
      ["right", right, rightIs] as const,
      ...Object.entries(wrong).map(([bug, check]) => [bug, check, wrongIs] as const),
    ];
    for (const [twin, check, expected] of twins) {
      const report = check(seed);
      if (!expected.includes(report.verdict)) yield { family, member, twin, seed, report };
    }
  }
}
