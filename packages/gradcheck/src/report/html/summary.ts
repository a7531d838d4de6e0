// The verdict, in one sentence.
import { type Markup, markup } from "@nudge/core/internal";
import type { GradcheckReport, TensorReport, Verdict } from "../../words/report.ts";
import { count, listNames, percent, short, whole } from "./typeset.ts";

const headline: { readonly [verdict in Verdict]: string } = {
  pass: "Passed",
  fail: "Failed",
  inconclusive: "Inconclusive",
};
const icons: { readonly [verdict in Verdict]: string } = {
  pass: "M4 12.5l5.5 5.5L20 6.5",
  fail: "M5 5l14 14M5 19L19 5",
  inconclusive: "M7 8.5C7 5.5 9 4 12 4s5 1.7 5 4.3c0 3.2-5 3.7-5 7M12 19.5v.5",
};

/** What a check that passed would not have passed. */
function wouldFind(tensors: readonly TensorReport[]): string {
  const limit = Math.max(0, ...tensors.map(({ detectionLimit }) => detectionLimit));
  if (limit === 0) return "";
  return limit < 1
    ? `A relative error of ${limit < 1e-4 ? short(limit) : percent(limit)} in any single entry would have been found.`
    : "In the smallest entries an error as large as the entry might not have been found.";
}

/** The verdict in a sentence. */
function lede({ verdict, counts, unverified, tensors, findings }: GradcheckReport): string {
  const { entries, wrong, skipped } = counts;
  const failures = findings.filter(({ severity }) => severity === "failure");
  if (verdict === "pass") {
    const seen = entries - skipped - unverified;
    const all =
      seen === entries
        ? entries === 1
          ? "The entry agrees"
          : `All ${whole(entries)} entries agree`
        : `${whole(seen)} of ${count(entries, "entry", "entries")} agree`;
    const left =
      skipped > 0 ? ` ${count(skipped, "entry", "entries")} ${skipped === 1 ? "was" : "were"} skipped.` : "";
    return `${all} with the slope of the forward pass.${left} ${wouldFind(tensors)}`.trim();
  }
  if (verdict === "inconclusive")
    return "The check could not see whether the gradient is right. This is not a pass.";
  if (wrong > 0) {
    const names = tensors.filter(({ verdict }) => verdict === "fail").map(({ name }) => name);
    const more = failures.length > 0 ? ` ${count(failures.length, "failure")} besides.` : "";
    return `${whole(wrong)} of ${count(entries, "entry", "entries")} ${wrong === 1 ? "is" : "are"} wrong, in ${listNames(names)}.${more}`;
  }
  return `No single entry is wrong, but ${count(failures.length, "finding")} ${failures.length === 1 ? "fails" : "fail"} the check.`;
}

export const summary = (report: GradcheckReport): Markup => markup`<header>
<p class="verdict ${report.verdict}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="${icons[report.verdict]}"/></svg>${headline[report.verdict]}</p>
<p class="lede">${lede(report)}</p>
</header>`;
