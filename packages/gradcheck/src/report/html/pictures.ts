// The pictures of each tensor: the heat map of its errors beside analytic against numeric.

import { heatSteps, type Markup, markup, type Part } from "@nudge/core/internal";
import { finest } from "../../words/grid.ts";
import { isMeasured } from "../../words/measured.ts";
import type { EntryVerdict, GradcheckReport, TensorReport } from "../../words/report.ts";
import { type Entry, entriesOf } from "./entries.ts";
import { glyph, meanings } from "./glyph.ts";
import { heatLimits, heatMap, type Space } from "./heatmap.ts";
import { scatter } from "./scatter.ts";
import { type Anchor, pictured } from "./tensors.ts";
import { sayCounts, short } from "./typeset.ts";
import { worstEntries } from "./worst.ts";

const figure = (svg: Markup, caption: string) =>
  markup`<figure>${svg}<figcaption>${caption}</figcaption></figure>
`;

/** Large pictures with the worst entries where something is wrong, small ones of what passed. */
const sizes: { readonly [size: string]: { readonly space: Space; readonly side: number } } = {
  large: {
    space: {
      width: 590,
      height: 420,
      tallest: 30,
      abreast: 4,
      most: finest,
    },
    side: 272,
  },
  small: {
    space: {
      width: 222,
      height: 200,
      tallest: 18,
      abreast: 3,
      most: { alone: { rows: 24, columns: 32 }, each: { rows: 8, columns: 8 } },
    },
    side: 132,
  },
};

function pictures(tensor: TensorReport, size: keyof typeof sizes): Part {
  if (tensor.counts.entries === 0) return markup`<p class="muted">It has no entries.</p>`;
  const entries = entriesOf(tensor);
  if (entries.length === 0)
    return markup`<p class="muted">The report does not hold its entries.</p>${worstEntries(tensor)}`;
  const isKnown = ({ analytic, numeric, verdict }: Entry) =>
    verdict === "pass" || !Number.isNaN(analytic - numeric);
  if (!entries.some(isKnown))
    return markup`<p class="muted">No entry has both an analytic and a numeric value: there is nothing to compare.</p>`;
  const { space, side } = sizes[size];
  const heat = heatMap(tensor, entries, space);
  const points = scatter(tensor, entries, side);
  const large = size === "large";
  const left = [figure(heat.svg, `The error of each entry. ${heat.caption}`), large && worstEntries(tensor)];
  return markup`<div class="pair ${size}"><div>
${left}</div>
${points && figure(points.svg, `Analytic against numeric${tensor.blocks ? ", of each block the worst" : ""}. ${points.caption}`)}</div>`;
}

function panel(tensor: TensorReport, anchor: string, size: keyof typeof sizes): Markup {
  const { name, shape, verdict, ratio, counts } = tensor;
  return markup`<section class="panel" id="${anchor}">
<header><h3 class="name">${name}</h3><span>[${shape.join(", ")}]</span><span class="badge ${verdict}">${verdict}</span><span>${isMeasured(tensor) && Number.isFinite(ratio) && `ratio ${short(ratio)}; `}${sayCounts(counts)}</span></header>
${pictures(tensor, size)}
</section>
`;
}

/** What the colours and signs of the heat maps mean; only of signs that occur. */
function legend(tensors: readonly TensorReport[]): Markup {
  const occurring = (verdict: EntryVerdict) =>
    verdict !== "pass" && tensors.some(({ counts }) => counts[verdict] > 0);
  const signs = (Object.keys(meanings) as EntryVerdict[])
    .filter(occurring)
    .map(
      (verdict) =>
        markup`<span><svg class="sign" width="12" height="12" viewBox="0 0 12 12" aria-hidden="true"><path class="signs" d="${glyph(verdict, 6, 6, 4)}" stroke-width="1.6"/></svg> ${meanings[verdict]}</span>`,
    );
  if (!tensors.some(({ counts }) => counts.wrong > 0))
    return markup`<p class="muted">No entry is wrong: one would have a cross, and a colour that says its relative error.</p>
<div class="legend">${signs}</div>`;
  const width = 52;
  const words = ["not wrong", ...heatLimits.map((limit) => `${100 * limit} %`), "more"];
  const steps = words.map(
    (word, k) =>
      markup`<rect class="heat-${k}" x="${k * width}" y="0" width="${width - 1}" height="12"/><text x="${k === 0 ? 0 : k * width + width - 1}" y="26"${k > 0 && markup` text-anchor="end"`}>${word}</text>`,
  );
  return markup`<p class="muted">The colour of a wrong entry is its relative error, |analytic − numeric| / max(|analytic|, |numeric|), up to:</p>
<div class="legend"><svg width="${heatSteps * width}" height="30" viewBox="0 0 ${heatSteps * width} 30" role="img" aria-label="Scale of the heat maps: ${words.join(", ")}">${steps}</svg>${signs}</div>`;
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
