// Reports as one HTML page that needs nothing else: no network, and no script to be read.

import { htmlPage, markup, type Part, refusal } from "@nudge/core/internal";
import { checker } from "../../words/checker.ts";
import type { GradcheckReport } from "../../words/report.ts";
import { expectReport } from "../expect-report.ts";
import { check } from "./check.ts";
import { checkAnchor, overview, sayVerdicts } from "./overview.ts";
import { script, scriptHash } from "./script.ts";
import { style } from "./style.ts";

interface Content {
  readonly title: string;
  readonly body: Part;
}

function single(report: GradcheckReport): Content {
  const outcome = { pass: "passed", fail: "failed", inconclusive: "inconclusive" }[report.verdict];
  return {
    title: `${report.subject}: gradient check ${outcome}`,
    body: markup`<header>
<p class="eyebrow">Gradient check</p>
<h1><code>${report.subject}</code></h1>
</header>
<main>
${check(report, (k) => `tensor-${k}`)}
</main>`,
  };
}

/** Those that passed are closed: a link to what is within one opens it. */
function several(reports: readonly GradcheckReport[]): Content {
  const checks = reports.map((report, k) => {
    const { subject, verdict, passed } = report;
    const anchor = checkAnchor(k);
    return markup`<details class="check"${!passed && markup` open`}>
<summary><span class="badge ${verdict}">${verdict}</span> <code>${subject}</code></summary>
<article id="${anchor}">
${check(report, (tensor) => `${anchor}-tensor-${tensor}`)}
</article></details>
`;
  });
  return {
    title: sayVerdicts(reports),
    body: markup`${overview(reports)}
<main>
${checks}</main>`,
  };
}

/**
 * A report as one self-contained HTML page, to be written to a file: the verdict, what was found, a heat map of the
 * errors of each tensor, analytic against numeric values, and, unless the check passed, the error against the step. Of
 * several reports, such as all of a run, it begins with a table that leads to each. The page fetches nothing, prints well,
 * follows the reader's light or dark theme, and can be read without scripts. Throws on what is no report, and on an empty list.
 *
 * @example
 * import { gradcheckFunction, toHtml } from "@nudge/gradcheck";
 *
 * const cube = { name: "cube", theta: [1], value: ([x]: Float64Array) => x ** 3, gradient: ([x]: Float64Array) => [x ** 2] };
 * const page = toHtml(gradcheckFunction(cube));
 * console.log(page.match(/<title>.*<\/title>/)?.[0]); // <title>cube: gradient check failed</title>
 */
export function toHtml(given: GradcheckReport | readonly GradcheckReport[]): string {
  const reports: readonly GradcheckReport[] = Array.isArray(given) ? given : [given];
  for (const report of reports) expectReport("toHtml", report);
  if (reports.length === 0) throw refusal("toHtml", "expected a report, or a list of at least one", given);
  const { title, body } = reports.length === 1 ? single(reports[0]) : several(reports);
  return htmlPage({
    title,
    style: style(),
    script: { text: script, hash: scriptHash },
    body: markup`${body}
<footer>Written by ${checker}.</footer>`,
  });
}
