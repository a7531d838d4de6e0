// The frame of a plot: hairlines at the ticks, their labels, and what the axes mean.
import { type Markup, markup, type Part } from "./markup.ts";
import type { Scale } from "./scale.ts";

export interface Box {
  readonly width: number;
  readonly height: number;
  readonly left: number;
  readonly right: number;
  readonly top: number;
  readonly bottom: number;
}

export interface Frame {
  readonly box: Box;
  readonly x: Scale;
  readonly y: Scale;
  readonly xLabel: string;
  readonly yLabel: string;
  /** What the picture shows, for those who do not see it. */
  readonly description: string;
}

/** A coordinate: a tenth of a pixel is enough. */
export const px = (x: number): number => Math.round(x * 10) / 10;

/** How much room a character of a label takes. */
const digit = 6.5;

/** The frame, and what is in it. */
export function framed({ box, x, y, xLabel, yLabel }: Frame, content: Part): Markup {
  const { left, right, top, bottom } = box;
  const across = y.ticks.map(
    ({ at, label }) =>
      markup`<line x1="${left}" x2="${right}" y1="${px(at)}" y2="${px(at)}"/><text x="${left - 6}" y="${px(at)}" dy="0.32em" text-anchor="end">${label}</text>`,
  );
  let free = Number.NEGATIVE_INFINITY;
  const down = x.ticks.map(({ at, label }) => {
    // One that would run into the one before is left out.
    const half = (digit * label.length) / 2;
    const fits = at - half > free;
    if (fits) free = at + half;
    const text = fits && markup`<text x="${px(at)}" y="${bottom + 16}" text-anchor="middle">${label}</text>`;
    return markup`<line x1="${px(at)}" x2="${px(at)}" y1="${top}" y2="${bottom}"/>${text}`;
  });
  return markup`<g class="grid">${across}${down}</g>
<text class="axis" x="${left}" y="${top - 10}">${yLabel}</text>
<text class="axis" x="${right}" y="${bottom + 34}" text-anchor="end">${xLabel}</text>
${content}`;
}

/** A plot in a page. */
export function plot(frame: Frame, content: Part): Markup {
  const { width, height } = frame.box;
  return markup`<svg class="plot" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" role="img" aria-label="${frame.description}">
${framed(frame, content)}
</svg>`;
}
