// What a run prints as text: a check after another as they come to their ends, and what they came to in all.
import { painted } from "../report/colors.ts";
import { textOf, toText } from "../report/text.ts";
import { count } from "../words/describe.ts";
import { printable } from "../words/printable.ts";
import type { GradcheckReport, Verdict } from "../words/report.ts";
import type { Arguments } from "./arguments.ts";
import type { Terminal } from "./progress.ts";

/** The verdict on a check in one line. */
function verdictLine({ verdict, subject }: GradcheckReport, color: boolean): string {
  const [word, style] = (
    { pass: ["passed", "green"], fail: ["FAILED", "red"], inconclusive: ["INCONCLUSIVE", "yellow"] } as const
  )[verdict];
  const padded = word.padEnd("INCONCLUSIVE".length);
  return `${color ? painted(padded, style) : padded}  ${printable(subject).replaceAll("\n", " ")}`;
}

/** How many checks came to which verdict, how many to none, and how many targets gave no checks, in one line. */
export function summary(reports: readonly GradcheckReport[], faulty: number, unloaded: number): string {
  const countOf = (verdict: Verdict) => reports.filter((report) => report.verdict === verdict).length;
  const parts = [
    [countOf("pass"), "passed"],
    [countOf("fail"), "failed"],
    [countOf("inconclusive"), "inconclusive"],
    [faulty, "could not be run"],
  ] as const;
  const counted = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  const rest = unloaded > 0 ? `; ${unloaded} could not be loaded` : "";
  return `${count(reports.length + faulty, "check")}: ${counted.join(", ")}${rest}`;
}

/** Prints paragraphs, with an empty line before all but the first; where it is to be quiet, only lines. */
export function speaker(out: Terminal, { onlyWrong, quiet }: Pick<Arguments, "onlyWrong" | "quiet">) {
  const options = { color: out.hasColors?.() ?? false, onlyWrong };
  let gap = "";
  const say = (paragraph: string) => {
    out.write(`${gap}${paragraph}\n`);
    gap = quiet ? "" : "\n";
  };
  return {
    say,
    /** Says what a check came to; where it was stopped, what was found so far. */
    report(report: GradcheckReport, isStopped: boolean) {
      if (isStopped) say("stopped; this was found so far:");
      else if (onlyWrong && report.passed) return;
      if (quiet) say(verdictLine(report, options.color));
      else if (isStopped) say(textOf(report, options, "entries that were not reached count as inconclusive"));
      else say(toText(report, options));
    },
  };
}
