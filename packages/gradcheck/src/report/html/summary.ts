// The head of the page: the verdict, in one sentence, and the numbers behind it.
import { formatShape } from "@nudge/core";
import { type Markup, markup } from "@nudge/core/internal";
import type { Counts, GradcheckReport, Verdict } from "../../words/report.ts";
import { ruler } from "./ruler.ts";
import { count, short, whole } from "./typeset.ts";

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

/** `45 passed, 6 wrong` */
export function sayCounts({ entries: _, ...counts }: Counts): string {
  const parts = Object.entries(counts).filter(([, n]) => n > 0);
  return parts.map(([name, n]) => `${whole(n)} ${name}`).join(", ") || "none";
}

const time = (ms: number) => (ms < 1000 ? `${Math.ceil(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

const list = (names: readonly string[]) =>
  names.length > 4 ? `${names.slice(0, 3).join(", ")} and ${names.length - 3} more` : names.join(", ");

/** The verdict in a sentence. */
function lede({ verdict, counts, unverified, tensors, findings }: GradcheckReport): string {
  const { entries, wrong, skipped } = counts;
  const failures = findings.filter(({ severity }) => severity === "failure");
  if (verdict === "pass") {
    const seen = entries - skipped - unverified;
    const all =
      seen === entries
        ? `All ${count(entries, "entry", "entries")} agree`
        : `${whole(seen)} of ${count(entries, "entry", "entries")} agree`;
    return `${all} with the slope of the forward pass.`;
  }
  if (verdict === "inconclusive")
    return "The check could not see whether the gradient is right. This is not a pass.";
  if (wrong > 0) {
    const names = tensors.filter(({ verdict }) => verdict === "fail").map(({ name }) => name);
    const more = failures.length > 0 ? ` ${count(failures.length, "failure")} besides.` : "";
    return `${whole(wrong)} of ${count(entries, "entry", "entries")} ${wrong === 1 ? "is" : "are"} wrong, in ${list(names)}.${more}`;
  }
  return `No single entry is wrong, but ${count(failures.length, "finding")} ${failures.length === 1 ? "fails" : "fail"} the check.`;
}

export function summary(report: GradcheckReport): Markup {
  const {
    drawn = [],
    surrogates = [],
    verdict,
    ratio,
    noiseRatio,
    counts,
    unverified,
    evaluations,
    milliseconds,
    seed,
    threshold,
  } = report;
  const facts: readonly (readonly [string, string])[] = [
    ["Ratio", short(ratio)],
    ["Noise ratio", `${short(noiseRatio)}, what a right gradient would show`],
    ["Entries", `${whole(counts.entries)}: ${sayCounts(counts)}`],
    ...(unverified > 0 ? [["Not verified", count(unverified, "entry", "entries")] as const] : []),
    ["Threshold", short(threshold)],
    ["Seed", String(seed)],
    ...drawn.map(({ name, shape }) => [name, `drawn, of shape ${formatShape(shape)}`] as const),
    ...(surrogates.length > 0
      ? [["Surrogate", `declared for ${list(surrogates)}: slopes are of it, not of forward`] as const]
      : []),
    ["Cost", `${count(evaluations, "evaluation")}, ${time(milliseconds)}`],
  ];
  return markup`<header>
<p class="verdict ${verdict}"><svg viewBox="0 0 24 24" aria-hidden="true"><path d="${icons[verdict]}"/></svg>${headline[verdict]}</p>
<p class="lede">${lede(report)}</p>
<div class="summary">
<dl class="facts">${facts.map(([term, text]) => markup`<dt>${term}</dt><dd>${text}</dd>`)}</dl>
<div>${ruler(report)}</div>
</div>
</header>`;
}
