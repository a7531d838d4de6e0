import { quoted } from "../arguments/describe.ts";
import { refusal } from "../arguments/refusal.ts";
import { type Markup, markup } from "../drawing/markup.ts";
import { heatSteps } from "../drawing/palette.ts";
import { picture } from "../drawing/picture.ts";
import { px } from "../drawing/plot.ts";
import type { ConfusionMatrix } from "../metrics/confusion.ts";

const style = `
.cells text { fill: var(--ink); font-size: 13px; text-anchor: middle; }
.cells .on-dark { fill: var(--paper); }
.right { stroke: var(--ink); stroke-width: 1.5; }
`;

/** The widest that names of classes may be, in letters. */
const longest = 16;
const letter = 6.6;

const isMatrix = (value: unknown): value is ConfusionMatrix => {
  if (typeof value !== "object" || value === null) return false;
  const { counts, classes } = value as { counts?: unknown; classes?: unknown };
  const isListOf = (list: unknown, type: string, length: number): list is unknown[] =>
    Array.isArray(list) && list.length === length && list.every((one) => typeof one === type);
  if (!Array.isArray(classes) || classes.length === 0) return false;
  const { length } = classes;
  return (
    isListOf(classes, "string", length) &&
    isListOf(counts, "object", length) &&
    counts.every((row) => isListOf(row, "number", length))
  );
};

const shorten = (name: string) => (name.length > longest ? `${name.slice(0, longest - 1)}…` : name);

/** The number of the colour: 0 for none of the rows of a class, then up to the last for all. */
const heat = (share: number) =>
  share > 0 ? 1 + Math.min(heatSteps - 2, Math.floor(share * (heatSteps - 1))) : 0;

/**
 * A confusion matrix as a file of SVG: a row for each class of the targets, a column for each that was predicted, with the counts,
 * and colours by their share of the row. What is right stands in the outlined cells of the diagonal.
 *
 * It follows the reader's light or dark theme, and fetches nothing. Throws when it is given something else.
 *
 * @example
 * import { confusion, confusionToSvg, tensor } from "@nudge/core";
 *
 * const matrix = confusion().evaluate(tensor([0.9, 0.2, 0.7]), tensor([1, 1, 0]));
 * console.log(confusionToSvg(matrix).startsWith("<svg"));
 * // true
 */
export function confusionToSvg(matrix: ConfusionMatrix): string {
  if (!isMatrix(matrix))
    throw refusal("confusionToSvg", "expected a confusion matrix { counts, classes }", matrix);
  const { counts, classes } = matrix;
  const names = classes.map(shorten);
  const beside = Math.max(6, ...names.map(({ length }) => length)) * letter;
  const cell = Math.max(34, Math.min(56, 480 / classes.length));
  // Names that do not fit above a column stand at an angle.
  const isTilted = names.some(({ length }) => length * letter > cell - 4);
  const above = isTilted ? beside * 0.75 : letter;
  const [left, top] = [16 + beside, 40 + above];
  const size = classes.length * cell;

  const total = (row: readonly number[]) => row.reduce((sum, count) => sum + count, 0);
  const cells = counts.map((row, i) =>
    row.map((count, j): Markup => {
      const step = heat(count / total(row));
      const [x, y] = [left + j * cell, top + i * cell];
      return markup`<g><title>${count} of ${total(row)} rows of ${quoted(classes[i])} were predicted to be ${quoted(classes[j])}</title><rect class="heat-${step}${i === j && " right"}" x="${px(x + 1)}" y="${px(y + 1)}" width="${px(cell - 2)}" height="${px(cell - 2)}"/><text${step > 3 && markup` class="on-dark"`} x="${px(x + cell / 2)}" y="${px(y + cell / 2)}" dy="0.35em">${count}</text></g>`;
    }),
  );
  const rows = names.map(
    (name, i) =>
      markup`<text x="${px(left - 8)}" y="${px(top + (i + 0.5) * cell)}" dy="0.32em" text-anchor="end">${name}</text>`,
  );
  const columns = names.map((name, j) => {
    const [x, y] = [px(left + (j + 0.5) * cell), px(top - 8)];
    return isTilted
      ? markup`<text x="${x}" y="${y}" transform="rotate(-45 ${x} ${y})">${name}</text>`
      : markup`<text x="${x}" y="${y}" text-anchor="middle">${name}</text>`;
  });
  const description = `How many rows of each of ${classes.length} classes were predicted to be of which`;
  // A name at an angle reaches to the right of its column.
  const margin = isTilted ? Math.max(16, beside * 0.75 - cell / 2) : 16;
  return picture(
    { width: Math.ceil(left + size + margin), height: Math.ceil(top + size + 16), description, style },
    markup`<text class="axis" x="${px(left - 8)}" y="${px(top - 8)}" text-anchor="end">actual</text>
<text class="axis" x="${px(left + size)}" y="20" text-anchor="end">predicted</text>
${rows}${columns}
<g class="cells">${cells}</g>`,
  );
}
