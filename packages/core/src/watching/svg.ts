import { markup } from "../drawing/markup.ts";
import { picture } from "../drawing/picture.ts";
import { framed } from "../drawing/plot.ts";
import { type History, readHistory } from "./history.ts";
import { box, curveStyle, panelsOf } from "./panels.ts";

/**
 * The learning curves of a history as a file of SVG: a panel for the loss and for each metric, one below the other, with a curve
 * for each set of rows that it was measured on.
 *
 * It follows the reader's light or dark theme, and fetches nothing. An axis is one of logarithms where its values pass two
 * powers of ten. Scores that are no numbers are left out. Throws when the history is no list of epochs, or empty.
 *
 * @example
 * import { historyToSvg } from "@nudge/core";
 *
 * const history = [1, 0.5, 0.25].map((loss, k) => ({ epoch: k + 1, step: k + 1, loss }));
 * console.log(historyToSvg(history).startsWith("<svg"));
 * // true
 */
export function historyToSvg(history: History): string {
  const panels = panelsOf(readHistory("historyToSvg", history));
  const description = panels.map(({ frame }) => frame.description).join(", ");
  return picture(
    { width: box.width, height: panels.length * box.height, description, style: curveStyle },
    panels.map(
      (
        { frame, content },
        k,
      ) => markup`<g transform="translate(0 ${k * box.height})">${framed(frame, content)}</g>
`,
    ),
  );
}
