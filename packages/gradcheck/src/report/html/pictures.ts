// The pictures of each tensor: the heat map of its errors beside analytic against numeric.

import { heatSteps, type Markup, markup, type Part, powerOfTen } from "@nudge/core/internal";
import { isMeasured } from "../../words/measured.ts";
import type { EntryVerdict, GradcheckReport, TensorReport } from "../../words/report.ts";
import { entriesOf } from "./entries.ts";
import { glyph, meanings } from "./glyph.ts";
import { heatMap } from "./heatmap.ts";
import { scatter } from "./scatter.ts";
import { type Anchor, pictured } from "./tensors.ts";
import { sayCounts, short } from "./typeset.ts";
import { worstEntries } from "./worst.ts";

const figure = (svg: Markup, caption: string) =>
  markup`<figure>${svg}<figcaption>${caption}</figcaption></figure>
`;

/** Large pictures with the worst entries where something is wrong, small ones of what passed. */
const sizes = {
  large: { room: { width: 560, height: 380, cell: 22, most: { rows: 48, columns: 64 } }, side: 272 },
  small: { room: { width: 210, height: 190, cell: 16, most: { rows: 24, columns: 32 } }, side: 132 },
};

function pictures(tensor: TensorReport, size: keyof typeof sizes): Part {
  if (tensor.counts.entries === 0) return markup`<p class="muted">It has no entries.</p>`;
  const entries = entriesOf(tensor);
  if (entries.length === 0)
    return markup`<p class="muted">It has too many entries to keep them all in the report: no pictures.</p>${worstEntries(tensor)}`;
  if (!entries.some(({ analytic, numeric }) => !Number.isNaN(analytic - numeric)))
    return markup`<p class="muted">No entry has both an analytic and a numeric value: there is nothing to compare.</p>`;
  const { room, side } = sizes[size];
  const heat = heatMap(tensor, entries, room);
  const points = scatter(tensor, entries, side);
  const large = size === "large";
  const left = [figure(heat.svg, `The error of each entry. ${heat.caption}`), large && worstEntries(tensor)];
  return markup`<div class="pair ${size}"><div>
${left}</div>
${points && figure(points.svg, `Analytic against numeric. ${points.caption}`)}</div>`;
}

function panel(tensor: TensorReport, anchor: string, size: keyof typeof sizes): Markup {
  const { name, shape, verdict, ratio, counts } = tensor;
  return markup`<section class="panel" id="${anchor}">
<header><h3 class="name">${name}</h3><span>[${shape.join(", ")}]</span><span class="badge ${verdict}">${verdict}</span><span>${isMeasured(tensor) && `ratio ${short(ratio)}; `}${sayCounts(counts)}</span></header>
${pictures(tensor, size)}
</section>
`;
}

/** What the colours and signs of the heat maps mean; only of signs that occur. */
function legend(tensors: readonly TensorReport[]): Markup {
  const width = 34;
  const steps = Array.from(
    { length: heatSteps },
    (_, k) =>
      markup`<rect class="heat-${k}" x="${k * width}" y="0" width="${width - 1}" height="12"/><text x="${k * width + width - 1}" y="26" text-anchor="end">${k === 0 ? "1" : k < heatSteps - 1 ? powerOfTen(k) : "more"}</text>`,
  );
  const occurring = (verdict: EntryVerdict) =>
    verdict !== "pass" && tensors.some(({ counts }) => counts[verdict] > 0);
  const signs = (Object.keys(meanings) as EntryVerdict[])
    .filter(occurring)
    .map(
      (verdict) =>
        markup`<span><svg class="sign" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path class="signs" d="${glyph(verdict, 6, 6, 4)}" stroke-width="1.6"/></svg> ${meanings[verdict]}</span>`,
    );
  return markup`<p class="muted">Colours show |analytic − numeric| in units of what a right gradient may be off at that entry: the error bar of the numeric value, and the threshold. A right gradient is calm.</p>
<div class="legend"><svg width="${heatSteps * width}" height="30" viewBox="0 0 ${heatSteps * width} 30" role="img" aria-label="Scale of the heat maps: up to 1, up to 10, and so on">${steps}</svg>${signs}</div>`;
}

/** The pictures of tensors that passed, small, or of those that did not, large; undefined where there are none. */
export function tensorPictures(
  report: GradcheckReport,
  which: "wanting" | "passed",
  anchor: Anchor,
): Markup | undefined {
  const { tensors } = report;
  const shown = pictured(report);
  if (shown[which].length === 0) return undefined;
  const size = which === "wanting" ? "large" : "small";
  const explained = which === "passed" && shown.wanting.length > 0;
  return markup`<section class="${which}">
<h2>${which === "wanting" ? "What did not pass" : explained ? "What passed" : "Entry by entry"}</h2>
${!explained && legend(tensors)}
<div class="${size}-panels">
${shown[which].map((k) => panel(tensors[k], anchor(k), size))}</div>
</section>`;
}
