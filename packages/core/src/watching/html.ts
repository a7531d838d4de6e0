import { readOptions } from "../arguments/options.ts";
import { text } from "../arguments/reader.ts";
import { markup } from "../drawing/markup.ts";
import { htmlPage } from "../drawing/page.ts";
import { plot } from "../drawing/plot.ts";
import { pageStyle } from "../drawing/style.ts";
import { type History, readHistory } from "./history.ts";
import { curveStyle, panelsOf } from "./panels.ts";

/** The options of `historyToHtml`. */
export interface HistoryPageOptions {
  /** What stands above the curves. @defaultValue "Learning curves" */
  readonly title?: string;
}

const counted = (count: number, what: string) => `${count} ${what}${count === 1 ? "" : "s"}`;

const style = () => `${pageStyle()}${curveStyle}
h1 { margin-bottom: .5rem; }
.curves { margin-top: 2rem; }
@media screen and (max-width: 46rem) { .plot { font-size: 13px; } }
`;

/**
 * The learning curves of a history as one self-contained HTML page, to be written to a file: the plots of `historyToSvg`, and what
 * they come to in words.
 *
 * It has no script and fetches nothing, follows the reader's light or dark theme, can be read on a telephone, and prints well. Throws
 * when the history is no list of epochs, or empty, and when an option is not what it must be.
 *
 * @example
 * import { historyToHtml } from "@nudge/core";
 *
 * const history = [1, 0.5, 0.25].map((loss, k) => ({ epoch: k + 1, step: k + 1, loss }));
 * console.log(historyToHtml(history, { title: "Halves" }).match(/<h1>.*<\/h1>/)?.[0]);
 * // <h1>Halves</h1>
 */
export function historyToHtml(history: History, options?: HistoryPageOptions): string {
  const epochs = readHistory("historyToHtml", history);
  const { title } = readOptions("historyToHtml", options, { title: text("Learning curves") });
  const { epoch, step } = epochs[epochs.length - 1];
  const figures = panelsOf(epochs).map(
    ({
      frame,
      content,
      said,
    }) => markup`<figure>${plot(frame, content)}<figcaption>${frame.description}. ${said}</figcaption></figure>
`,
  );
  return htmlPage({
    title,
    style: style(),
    body: markup`<h1>${title}</h1>
<p class="muted">${counted(epoch, "epoch")}, ${counted(step, "step")}</p>
<main class="pair curves">
${figures}</main>`,
  });
}
