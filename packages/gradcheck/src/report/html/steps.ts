// The worst entry beside a healthy one: the error against the step, and the Taylor remainder.

import { type Markup, markup } from "@nudge/core/internal";
import { place } from "../../words/describe.ts";
import type { Curve, GradcheckReport } from "../../words/report.ts";
import { curvePanels } from "./curves.ts";

const titles = {
  errors: "The error of the two-sided slope D(h) against the step",
  remainders: "The odd Taylor remainder against the step",
};

function row(curves: readonly Curve[], quantity: "errors" | "remainders"): Markup {
  const figures = curvePanels(curves, quantity).map(({ svg, said }, k) => {
    const { role, tensor, index } = curves[k];
    return markup`<figure>${svg}<figcaption>${titles[quantity]}, for the ${role} entry, <span class="name">${place(tensor, index)}</span>. ${said}</figcaption></figure>
`;
  });
  return markup`<div class="pair steps">
${figures}</div>`;
}

/** Undefined where no curves were measured, as after a pass. */
export function stepPictures({ curves }: GradcheckReport): Markup | undefined {
  if (curves.length === 0) return undefined;
  return markup`<section class="steps">
<h2>Step by step</h2>
<p class="muted">${curves.length > 1 ? "The worst entry beside a healthy one, with the same axes." : "The worst entry; there is no healthy one to set beside it."}</p>
${row(curves, "errors")}
${row(curves, "remainders")}
</section>`;
}
