import { columns } from "../drawing/columns.ts";
import { type Curve, curvesOf, extremesOf, type History, readHistory } from "./history.ts";
import { scaleOf } from "./scale.ts";

const bars = "▁▂▃▄▅▆▇█";
const width = 32;

const short = (value: number) => `${Number(value.toPrecision(4))}`;

/** One bar for each epoch; where there are too many, for some of them together, of their mean. */
function sparkline(values: readonly number[]): string {
  const count = Math.min(width, values.length);
  const means = Array.from({ length: count }, (_, k) => {
    const [start, end] = [k, k + 1].map((edge) => Math.floor((edge * values.length) / count));
    const part = values.slice(start, end).filter(Number.isFinite);
    return part.reduce((sum, value) => sum + value, 0) / part.length;
  });
  const { at } = scaleOf(means, [0, bars.length], 1);
  return means
    .map((mean) => (Number.isFinite(mean) ? bars[Math.min(Math.floor(at(mean)), bars.length - 1)] : " "))
    .join("");
}

function row({ name, values }: Curve, history: History): string[] {
  const extremes = extremesOf(values);
  const place = (k: number) => `${short(values[k])} (${history[k].epoch})`;
  const [lowest, highest] = extremes ? [extremes.lowest, extremes.highest].map(place) : ["", ""];
  const [first, last] = [values[0], values[values.length - 1]].map(short);
  return [name, sparkline(values), first, lowest, highest, last];
}

/**
 * A history for the terminal: a line for each number that its epochs have, with a sparkline, the first value, the lowest and the
 * highest with their epochs, and the last value.
 *
 * Sparklines go from the lowest value to the highest, of logarithms where these pass two powers of ten. Scores that are no
 * numbers are left out. Throws when the history is no list of epochs, or empty.
 *
 * @example
 * import { historyToText } from "@nudge/core";
 *
 * const history = [4, 2, 1, 3].map((loss, k) => ({ epoch: k + 1, step: k + 1, loss }));
 * console.log(historyToText(history));
 * //             first  lowest (epoch)  highest (epoch)  last
 * // loss  █▃▁▆      4           1 (3)            4 (1)     3
 */
export function historyToText(history: History): string {
  const epochs = readHistory("historyToText", history);
  const head = ["", "", "first", "lowest (epoch)", "highest (epoch)", "last"];
  return columns([head, ...curvesOf(epochs).map((curve) => row(curve, epochs))], "llrrrr").join("\n");
}
