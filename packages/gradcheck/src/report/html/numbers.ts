// The numbers behind the verdict, and the ratio on its scale.
import { formatShape } from "@nudge/core";
import { type Markup, markup, type Part } from "@nudge/core/internal";
import { whyNoRatio } from "../../words/measured.ts";
import type { GradcheckReport } from "../../words/report.ts";
import { ruler } from "./ruler.ts";
import { count, listNames, sayCounts, short, whole } from "./typeset.ts";

const duration = (ms: number) => (ms < 1000 ? `${Math.ceil(ms)} ms` : `${(ms / 1000).toFixed(1)} s`);

function sayRatio(report: GradcheckReport): string {
  const why = whyNoRatio(report);
  if (why !== undefined) return `none: ${why}`;
  const noise = Number.isNaN(report.noiseRatio)
    ? ""
    : `; a correct gradient would show ${short(report.noiseRatio)}`;
  return `${short(report.ratio)}${noise}`;
}

export function numbers(report: GradcheckReport): Markup {
  const { source, drawn = [], surrogates = [], counts, unverified, threshold, seed } = report;
  const facts: readonly (readonly [string, Part])[] = [
    ["Ratio", sayRatio(report)],
    ["Entries", `${whole(counts.entries)}: ${sayCounts(counts)}`],
    ...(unverified > 0 ? [["Not verified", count(unverified, "entry", "entries")] as const] : []),
    ["Threshold", short(threshold)],
    ["Seed", String(seed)],
    ...drawn.map(({ name, shape }) => [name, `drawn, of shape ${formatShape(shape)}`] as const),
    ...(surrogates.length > 0
      ? [["Surrogate", `declared for ${listNames(surrogates)}: slopes are of it, not of forward`] as const]
      : []),
    ...(source !== undefined ? [["Source", markup`<span class="name">${source}</span>`] as const] : []),
    ["Cost", `${count(report.evaluations, "evaluation")}, ${duration(report.milliseconds)}`],
  ];
  return markup`<section class="summary">
<dl class="facts">${facts.map(([term, said]) => markup`<dt>${term}</dt><dd>${said}</dd>`)}</dl>
<div>${ruler(report)}</div>
</section>`;
}
