// What was done, so that it can be judged and done again.

import { type Markup, markup } from "@nudge/core/internal";
import type { GradcheckReport, TensorReport } from "../../words/report.ts";
import { count, short } from "./typeset.ts";

const methods: { readonly [method in GradcheckReport["method"]]: string } = {
  full: "The check moves every entry to both sides.",
  sampled: "The check moves a sample of the entries to both sides.",
  bisect:
    "The check measures random directions, halves those that fail down to single entries, and measures those that no direction shows.",
};

/** Of how many tensors it is said. */
const most = 4;

/** The thresholds of tensors that have their own. */
function sayOwn(tensors: readonly TensorReport[], standard: number): string {
  const own = tensors.filter(({ threshold }) => threshold !== standard);
  const list = own.slice(0, most).map(({ name, threshold }) => `${short(threshold)} in ${name}`);
  const more = own.length > most ? [`others in ${own.length - most} more`] : [];
  return own.length > 0 ? ` (${[...list, ...more].join(", ")})` : "";
}

export function method({
  method,
  threshold,
  seed,
  checker,
  time,
  evaluations,
  counts,
  passed,
  tensors,
}: GradcheckReport): Markup {
  const skipped = counts.skipped > 0 ? ` ${count(counts.skipped, "entry", "entries")} were skipped.` : "";
  const curves =
    passed && " What an entry shows at steps of all lengths is measured and drawn after a failure only.";
  return markup`<section class="method">
<h2>How it was checked</h2>
<p>${methods[method]}${skipped} The numeric value of an entry is the two-sided slope <span class="formula">(f(x + h) − f(x − h)) / 2h</span>, known to ± what truncation and rounding can do to it. An entry is wrong when the gradient is farther from it than ${short(threshold)}${sayOwn(tensors, threshold)} of the larger of both and its error bar allow.${curves}</p>
<p>Seed ${seed}, ${count(evaluations, "evaluation")} of the forward pass${checker && `, by ${checker}`}${time && `, begun on ${time.slice(0, 10)} at ${time.slice(11, 19)} UTC`}. The same call gives the same numbers.</p>
</section>`;
}
