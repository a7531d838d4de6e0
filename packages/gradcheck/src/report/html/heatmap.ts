// A tensor as a picture of its errors, in units of what a right gradient may be off: up to 1, all have the first colour.

import { type Markup, markup, px } from "@nudge/core/internal";
import { indexOf } from "../../words/index-of.ts";
import type { TensorReport } from "../../words/report.ts";
import { data, type Entry, tooltip, worstOf } from "./entries.ts";
import { glyph } from "./glyph.ts";
import { cellsOf, describe, type Grid, gridOf, type Limits } from "./grid.ts";

const top = 18;

/** How large a picture may become. */
export interface Space {
  readonly width: number;
  readonly height: number;
  /** The side of the largest cell. */
  readonly cell: number;
  /** How many cells there may be. */
  readonly most: Limits;
}

/** The number of the colour: 0 up to what is allowed, then one more for each power of ten. */
function heat(bars: number): number {
  return bars > 1 ? Math.min(7, Math.ceil(Math.log10(bars))) : 0;
}

/** The indices that stand beside rows or above columns, as many as there is room for. */
function labels(count: number, cell: number, room: number, label: (k: number) => string) {
  const every = Math.max(1, Math.ceil(room / cell));
  return Array.from({ length: Math.ceil(count / every) }, (_, k) => ({
    at: (k * every + 0.5) * cell,
    text: label(k * every),
  }));
}

function headings(grid: Grid, shape: readonly number[]) {
  const { columns, bin, rowAxes } = grid;
  const [down, across] = bin;
  if (rowAxes === 0)
    return {
      row: (k: number) => (grid.rows > 1 ? String(k * columns) : ""),
      column: (k: number) => String(k * across),
    };
  return {
    row: (k: number) => indexOf(k * down, shape.slice(0, rowAxes)).join(","),
    column: (k: number) => indexOf(k * across, shape.slice(rowAxes)).join(","),
  };
}

/** The picture, and how it is to be read. */
export function heatMap(
  { name, shape }: TensorReport,
  entries: readonly Entry[],
  space: Space,
): { svg: Markup; caption: string } {
  const grid = gridOf(shape, space.most);
  const rows = Math.ceil(grid.rows / grid.bin[0]);
  const columns = Math.ceil(grid.columns / grid.bin[1]);
  const { row, column } = headings(grid, shape);
  const left = 8 + 7 * row(rows - 1).length;
  const cell = Math.min(space.cell, (space.width - left) / columns, space.height / rows);
  const side = px(cell - (cell > 6 ? 1 : 0.4));

  // Signs on dark cells have the colour of the paper.
  const signs = { light: "", dark: "" };
  const cells = cellsOf(grid, entries.length).map(({ row, column, entries: places }) => {
    const members = places.map((k) => entries[k]);
    const worst = worstOf(members);
    const [x, y] = [left + column * cell, top + row * cell];
    const step = heat(worst.bars);
    signs[step > 3 ? "dark" : "light"] += glyph(
      worst.verdict,
      x + side / 2,
      y + side / 2,
      Math.max(1, cell * 0.2),
    );
    return markup`<rect class="heat-${step}" x="${px(x)}" y="${px(y)}" width="${side}" height="${side}" ${data(members, worst)}><title>${tooltip(name, members, worst)}</title></rect>
`;
  });
  const beside = labels(rows, cell, 13, row).map(
    ({ at, text }) =>
      markup`<text x="${left - 5}" y="${px(top + at)}" dy="0.32em" text-anchor="end">${text}</text>`,
  );
  const above = labels(columns, cell, 10 + 7 * column(columns - 1).length, column).map(
    ({ at, text }) => markup`<text x="${px(left + at)}" y="${top - 6}" text-anchor="middle">${text}</text>`,
  );
  const stroke = cell > 10 ? 1.6 : 1;
  const signed = (on: "light" | "dark") =>
    signs[on] !== "" && markup`<path class="signs on-${on}" d="${signs[on]}" stroke-width="${stroke}"/>`;
  const size = [Math.ceil(left + columns * cell + 12), Math.ceil(top + rows * cell + 2)];
  const svg = markup`<svg class="heatmap" width="${size[0]}" height="${size[1]}" viewBox="0 0 ${size[0]} ${size[1]}" role="img" aria-label="The error of each entry of ${name}">
<g class="grid">${beside}${above}</g>
<g class="cells">${cells}</g>
${signed("light")}${signed("dark")}
</svg>`;
  return { svg, caption: describe(grid, shape.length) };
}
