// A tensor as a picture of its errors: the darker a cell, the larger the relative error of what is wrong in it.

import { type Markup, markup, px } from "@nudge/core/internal";
import {
  type Cell,
  describe,
  finest,
  type Grid,
  gridOf,
  mostPanels,
  type Panel,
  type PanelLimits,
  panelsOf,
} from "../../words/grid.ts";
import { indexOf } from "../../words/index-of.ts";
import type { TensorReport } from "../../words/report.ts";
import { data, type Entry, tooltip, worseThan, worstOf } from "./entries.ts";
import { glyph } from "./glyph.ts";
import { whole } from "./typeset.ts";

/** How large a picture may become: its cells fill its width. */
export interface Space {
  readonly width: number;
  readonly height: number;
  /** The height of the tallest cell. */
  readonly tallest: number;
  /** How many panels stand side by side at most. */
  readonly abreast: number;
  /** How many cells there may be, in one panel and in each of several. */
  readonly most: PanelLimits;
}

/** Room above each panel, for the indices of its columns and its name. */
const top = 22;
const title = 16;

/** The largest relative errors of the colours from 1 on; what is larger still has the last one. */
export const heatLimits = [1e-3, 1e-2, 0.1, 0.25, 0.5, 1];

/** The number of the colour: 0 where nothing is wrong. */
function heat({ verdict, relative }: Entry): number {
  // An error of a half is one also where rounding makes it a little more.
  const isAbove = (limit: number) => !(relative <= limit * (1 + 1e-6));
  return verdict === "wrong" ? 1 + heatLimits.filter(isAbove).length : 0;
}

/** The indices that stand beside rows or above columns, as many as there is room for. */
function labels(count: number, cell: number, room: number, label: (k: number) => number) {
  const every = Math.max(1, Math.ceil(room / cell));
  return Array.from({ length: Math.ceil(count / every) }, (_, k) => ({
    at: (k * every + 0.5) * cell,
    text: label(k * every),
  }));
}

/** All `count` panels in their order, or if there are too many the worst, the worst first. */
function chosen(panels: readonly Panel<Entry>[], count: number): readonly Panel<Entry>[] {
  if (count <= mostPanels) return panels;
  return panels
    .map((panel) => ({ panel, worst: worstOf(panel.cells.flatMap(({ entries }) => entries)) }))
    .sort((a, b) => worseThan(b.worst, a.worst))
    .slice(0, mostPanels)
    .map(({ panel }) => panel);
}

interface Geometry {
  readonly left: number;
  readonly width: number;
  readonly height: number;
}

/** The indices around a panel. */
function headings(
  { rows, columns, bin: [down, across], isVector }: Grid,
  { left, width, height }: Geometry,
): Markup {
  const row = (k: number) => k * (isVector ? columns : down);
  const beside = rows > 1 || !isVector ? labels(Math.ceil(rows / down), height, 16, row) : [];
  const column = (k: number) => k * across;
  const above = labels(Math.ceil(columns / across), width, 10 + 8 * String(columns).length, column);
  return markup`<g class="grid">${beside.map(
    ({ at, text }) =>
      markup`<text x="${left - 5}" y="${px(top + at)}" dy="0.32em" text-anchor="end">${text}</text>`,
  )}${above.map(
    ({ at, text }) => markup`<text x="${px(left + at)}" y="${top - 6}" text-anchor="middle">${text}</text>`,
  )}</g>`;
}

/** The cells of a panel, and the signs on them; those on dark cells have the colour of the paper. */
function draw(name: string, cells: readonly Cell<Entry>[], { left, width, height }: Geometry): Markup {
  const gap = Math.min(width, height) > 6 ? 1 : 0.4;
  const signs = { light: "", dark: "" };
  const rects = cells.map(({ row, column, entries }) => {
    const worst = worstOf(entries);
    const [x, y] = [left + column * width, top + row * height];
    const step = heat(worst);
    const half = Math.max(1, Math.min(width, height, 28) * 0.2);
    signs[step > 3 ? "dark" : "light"] += glyph(worst.verdict, x + width / 2, y + height / 2, half);
    return markup`<rect class="heat-${step}" x="${px(x)}" y="${px(y)}" width="${px(width - gap)}" height="${px(height - gap)}" ${data(entries, worst)}><title>${tooltip(name, entries, worst)}</title></rect>
`;
  });
  const stroke = Math.min(width, height) > 10 ? 1.6 : 1;
  const signed = (on: "light" | "dark") =>
    signs[on] !== "" && markup`<path class="signs on-${on}" d="${signs[on]}" stroke-width="${stroke}"/>`;
  return markup`<g class="cells">${rects}</g>
${signed("light")}${signed("dark")}`;
}

/** The picture, and how it is to be read. */
export function heatMap(
  { name, shape, blocks }: TensorReport,
  entries: readonly Entry[],
  space: Space,
): { svg: Markup; caption: string } {
  const grid = gridOf(shape, blocks === undefined ? space.most : finest);
  const panels = grid.leading.reduce((count, n) => count * n, 1);
  const shown = chosen(panelsOf(grid, entries), panels);
  const rows = Math.ceil(grid.rows / grid.bin[0]);
  const columns = Math.ceil(grid.columns / grid.bin[1]);
  const abreast = Math.min(space.abreast, shown.length);
  const lines = Math.ceil(shown.length / abreast);

  const left =
    grid.isVector && rows === 1
      ? 0
      : 8 + 8 * String(grid.isVector ? grid.rows * grid.columns : grid.rows).length;
  const each = space.width / abreast;
  const width = (each - left - (abreast > 1 ? 10 : 0)) / columns;
  const height = Math.min(space.tallest, Math.max(width, 12), space.height / lines / rows);
  const geometry = { left, width, height };

  const header = shown.length > 1 ? title : 0;
  const pitch = header + top + rows * height + 12;
  const drawn = shown.map(({ cells, number }, k) => {
    const at = [px((k % abreast) * each), px(Math.floor(k / abreast) * pitch + header)];
    const named = `[${[...indexOf(number, grid.leading), ":", ":"].join(", ")}]`;
    return markup`<g transform="translate(${at[0]} ${at[1]})">${
      shown.length > 1 && markup`<text class="axis" x="${left}" y="-2">${named}</text>`
    }${headings(grid, geometry)}
${draw(name, cells, geometry)}</g>
`;
  });
  const size = [space.width, Math.ceil(lines * pitch - 10)];
  const svg = markup`<svg class="heatmap" width="${size[0]}" height="${size[1]}" viewBox="0 0 ${size[0]} ${size[1]}" role="img" aria-label="The error of each entry of ${name}">
${drawn}</svg>`;
  const few = shown.length < panels ? ` ${shown.length} of ${whole(panels)} panels, the worst first.` : "";
  return { svg, caption: describe(grid) + few };
}
