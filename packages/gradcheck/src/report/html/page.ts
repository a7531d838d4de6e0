// The report as one HTML page that needs nothing else: no network, and no script to be read.

import { htmlPage, markup } from "@nudge/core/internal";
import type { GradcheckReport } from "../../words/report.ts";
import { expectReport } from "../expect-report.ts";
import { findings } from "./findings.ts";
import { method } from "./method.ts";
import { tensorPictures } from "./pictures.ts";
import { script, scriptHash } from "./script.ts";
import { stepPictures } from "./steps.ts";
import { style } from "./style.ts";
import { summary } from "./summary.ts";
import { tensorTable } from "./tensors.ts";

/**
 * A report as one self-contained HTML page, to be written to a file: the verdict, what was found, a heat map of the
 * errors of each tensor, analytic against numeric values, and, unless the check passed, the error against the step. It
 * fetches nothing, prints well, follows the reader's light or dark theme, and can be read without scripts.
 *
 * @example
 * import { gradcheckFunction, toHtml } from "@nudge/gradcheck";
 *
 * const cube = { name: "cube", theta: [1], value: ([x]: Float64Array) => x ** 3, gradient: ([x]: Float64Array) => [x ** 2] };
 * const page = toHtml(gradcheckFunction(cube));
 * console.log(page.match(/<title>.*<\/title>/)?.[0]); // <title>cube: gradient check failed</title>
 */
export function toHtml(report: GradcheckReport): string {
  expectReport("toHtml", report);
  const { subject, verdict } = report;
  const outcome = { pass: "passed", fail: "failed", inconclusive: "inconclusive" }[verdict];
  return htmlPage({
    title: `${subject}: gradient check ${outcome}`,
    style: style(),
    script: { text: script, hash: scriptHash },
    body: markup`${summary(report)}
<main>
${[findings(report), tensorTable(report), tensorPictures(report, "wanting"), stepPictures(report), tensorPictures(report, "passed"), method(report)]}
</main>
<footer>Written by @nudge/gradcheck.</footer>`,
  });
}
