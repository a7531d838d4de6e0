import { writeJson } from "../drawing/json.ts";
import { type History, readHistory } from "./history.ts";

/**
 * A history as JSON: the list of epochs as it is, with all scores. NaN, Infinity and -Infinity are the strings `"NaN"`,
 * `"Infinity"`, `"-Infinity"`.
 *
 * Throws when the history is no list of epochs, or empty.
 *
 * @example
 * import { historyToJson } from "@nudge/core";
 *
 * const [epoch] = JSON.parse(historyToJson([{ epoch: 1, step: 4, loss: 0.5, validation: { loss: 0.75 } }]));
 * console.log(epoch.validation.loss); // 0.75
 */
export function historyToJson(history: History): string {
  return `${writeJson(readHistory("historyToJson", history))}\n`;
}
