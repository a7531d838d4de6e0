import { curvesOf, type History, readHistory } from "./history.ts";

/** A cell as RFC 4180 has it. */
const cell = (text: string) => (/[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text);

/**
 * A history as CSV: a line with the names of the columns, and one for each epoch: `epoch`, `step`, `loss`, and each other number,
 * such as `validation loss` and `validation accuracy`.
 *
 * Numbers have all their digits. Scores that are no numbers are left out; an epoch that lacks a number has NaN. Throws when the
 * history is no list of epochs, or empty.
 *
 * @example
 * import { historyToCsv } from "@nudge/core";
 *
 * console.log(historyToCsv([{ epoch: 1, step: 4, loss: 0.5, validation: { loss: 0.75 } }]).trim());
 * // epoch,step,loss,validation loss
 * // 1,4,0.5,0.75
 */
export function historyToCsv(history: History): string {
  const epochs = readHistory("historyToCsv", history);
  const curves = curvesOf(epochs);
  const lines = epochs.map(({ epoch, step }, k) => [epoch, step, ...curves.map(({ values }) => values[k])]);
  const head = ["epoch", "step", ...curves.map(({ name }) => cell(name))];
  return [head, ...lines].map((line) => `${line.join(",")}\n`).join("");
}
