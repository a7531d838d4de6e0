// The head of a page of several checks: how they came out, in a table that leads to each.

import { type Markup, markup } from "@nudge/core/internal";
import { whyNoRatio } from "../../words/measured.ts";
import type { GradcheckReport, TensorReport, Verdict } from "../../words/report.ts";
import { table } from "./table.ts";
import { count, short } from "./typeset.ts";

/** Where a check stands on the page. */
export const checkAnchor = (k: number) => `check-${k + 1}`;

/** `3 gradient checks: 2 passed, 1 failed` */
export function sayVerdicts(reports: readonly GradcheckReport[]): string {
  const words: readonly (readonly [Verdict, string])[] = [
    ["fail", "failed"],
    ["inconclusive", "inconclusive"],
    ["pass", "passed"],
  ];
  const parts = words
    .map(([verdict, word]) => [reports.filter((report) => report.verdict === verdict).length, word] as const)
    .filter(([n]) => n > 0);
  return `${count(reports.length, "gradient check")}: ${parts.map(([n, word]) => `${n} ${word}`).join(", ")}`;
}

const gravity: { readonly [verdict in TensorReport["verdict"]]: number } = {
  fail: 3,
  inconclusive: 2,
  pass: 1,
  skipped: 0,
};

/** The tensor of the gravest verdict, and of several with it the one of the largest ratio; one of NaN is the largest. */
function worstTensor({ tensors }: GradcheckReport): TensorReport | undefined {
  const size = ({ ratio }: TensorReport) => (Number.isNaN(ratio) ? Number.POSITIVE_INFINITY : ratio);
  return tensors.reduce<TensorReport | undefined>((worst, tensor) => {
    if (worst === undefined) return tensor;
    return (gravity[tensor.verdict] - gravity[worst.verdict] || size(tensor) - size(worst)) > 0
      ? tensor
      : worst;
  }, undefined);
}

const columns = [
  { heading: "Check" },
  { heading: "Verdict" },
  { heading: "Ratio", numeric: true },
  { heading: "Worst tensor" },
];

export function overview(reports: readonly GradcheckReport[]): Markup {
  const rows = reports.map((report, k) => [
    markup`<a class="name" href="#${checkAnchor(k)}">${report.subject}</a>`,
    markup`<span class="badge ${report.verdict}">${report.verdict}</span>`,
    whyNoRatio(report) === undefined ? short(report.ratio) : "",
    markup`<span class="name">${worstTensor(report)?.name}</span>`,
  ]);
  return markup`<header class="overview">
<p class="eyebrow">Gradient checks</p>
<h1>${sayVerdicts(reports)}</h1>
${table(columns, rows, "In the order in which they ran. Those that did not pass are open below.")}
</header>`;
}
