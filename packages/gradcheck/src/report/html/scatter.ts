// Analytic against numeric: a right gradient lies on the diagonal, a factor turns the line, a permutation makes a cloud.

import { type Box, linearScale, type Markup, markup, plot, px } from "@nudge/core/internal";
import type { TensorReport } from "../../words/report.ts";
import { data, type Entry, tooltip, worstOf } from "./entries.ts";
import { type LikelyFactor, likelyFactor } from "./factor.ts";
import { glyph } from "./glyph.ts";
import { short, whole } from "./typeset.ts";

/** A square of `side` pixels, with room for what stands around it. */
const boxOf = (side: number): Box => ({
  width: side + 68,
  height: side + 66,
  left: 58,
  right: side + 58,
  top: 24,
  bottom: side + 24,
});

/** How many marks there may be, for each pixel of the side. */
const density = 3;

/** Entries that fall on the same place are one mark; the places grow until there are not too many of them. */
function gather(
  entries: readonly Entry[],
  most: number,
  at: (entry: Entry) => readonly [number, number],
): Entry[][] {
  for (let size = 0.1; ; size *= 2) {
    const groups = new Map<string, Entry[]>();
    for (const entry of entries) {
      const [x, y] = at(entry);
      const key = `${Math.round(x / size)} ${Math.round(y / size)} ${entry.verdict}`;
      const group = groups.get(key);
      if (group === undefined) groups.set(key, [entry]);
      else group.push(entry);
    }
    // Right ones first, so that no wrong one is hidden under them.
    if (groups.size <= most)
      return [...groups.values()].sort(
        (a, b) => Number(b[0].verdict === "pass") - Number(a[0].verdict === "pass"),
      );
  }
}

/** The line y = factor · x as far as it lies inside the square of values from `low` to `high`. */
function lineWithin(factor: number, low: number, high: number): readonly [number, number] {
  if (factor === 0) return [low, high];
  const ends = [low / factor, high / factor].sort((a, b) => a - b);
  return [Math.max(low, ends[0]), Math.min(high, ends[1])];
}

const percent = (share: number) => (share >= 0.01 ? `${short(100 * share)} %` : short(share));

/** Whether the factor is worth a line: one that leaves more than half of the values explains nothing. */
const isTelling = ({ left }: LikelyFactor) => left <= 0.5;

function sayFactor(found: LikelyFactor | undefined, wrong: number): string {
  if (found === undefined) return wrong > 0 ? "The wrong entries are all zero on one side." : "";
  const { factor, left } = found;
  if (wrong === 0) return `They lie on the diagonal${left > 0 ? `, up to ${percent(left)}` : ""}.`;
  if (!isTelling(found)) return "No one factor explains the wrong entries.";
  const line = `analytic = ${Number(factor.toPrecision(5))} × numeric`.replace("-", "−");
  if (wrong === 1) return `For the wrong entry, ${line}.`;
  if (left > 1e-2)
    return `No one factor explains the wrong entries: ${line} leaves ${percent(left)} of them.`;
  return `The wrong entries lie on ${line}${left > 0 ? `, up to ${percent(left)}` : ""}.`;
}

/** The picture, and what it shows; undefined where no entry has both values. */
export function scatter(
  { name }: TensorReport,
  entries: readonly Entry[],
  side: number,
): { svg: Markup; caption: string } | undefined {
  const drawn = entries.filter(
    ({ analytic, numeric, verdict }) =>
      verdict !== "skipped" && Number.isFinite(analytic) && Number.isFinite(numeric),
  );
  if (drawn.length === 0) return undefined;
  let [low, high] = [Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY];
  for (const { analytic, numeric } of drawn) {
    low = Math.min(low, analytic, numeric);
    high = Math.max(high, analytic, numeric);
  }
  if (!Number.isFinite(high - low)) return undefined;
  // Values that are nearly the same get room too, for labels of few digits.
  const margin = Math.max(0.06 * (high - low), 0.05 * Math.max(Math.abs(low), Math.abs(high))) || 1;
  [low, high] = [low - margin, high + margin];
  const box = boxOf(side);
  // With three or more, a scale has two ticks at least.
  const count = Math.max(3, side / 60);
  const x = linearScale([low, high], [box.left, box.right], count);
  const y = linearScale([low, high], [box.bottom, box.top], count);
  const line = (factor: number, kind: string) => {
    const [from, to] = lineWithin(factor, low, high);
    return markup`<line class="${kind}" x1="${px(x.at(from))}" y1="${px(y.at(factor * from))}" x2="${px(x.at(to))}" y2="${px(y.at(factor * to))}"/>`;
  };

  const wrong = drawn.filter(({ verdict }) => verdict === "wrong");
  const fitted = wrong.length > 0 ? wrong : drawn.filter(({ verdict }) => verdict === "pass");
  const found = likelyFactor(
    fitted.map(({ numeric }) => numeric),
    fitted.map(({ analytic }) => analytic),
  );
  const groups = gather(drawn, density * side, ({ numeric, analytic }) => [x.at(numeric), y.at(analytic)]);
  const marks = groups.map((group) => {
    const worst = worstOf(group);
    const [cx, cy] = [x.at(worst.numeric), y.at(worst.analytic)];
    const sign = glyph(worst.verdict, cx, cy, 3.6);
    const shape =
      sign === ""
        ? markup`<circle class="pass" cx="${px(cx)}" cy="${px(cy)}" r="3"/>`
        : markup`<circle class="hit" cx="${px(cx)}" cy="${px(cy)}" r="6"/><path class="${worst.verdict}" d="${sign}"/>`;
    return markup`<g ${data(group, worst)}><title>${tooltip(name, group, worst)}</title>${shape}</g>
`;
  });
  const shared = Math.max(...groups.map(({ length }) => length));
  const missing = entries.length - drawn.length;
  const caption = [
    sayFactor(found, wrong.length),
    shared > 1 && entries.length > density * side ? `A mark stands for up to ${whole(shared)} entries.` : "",
    missing > 0 ? `${whole(missing)} without two finite values not drawn.` : "",
  ];
  const frame = {
    box,
    x,
    y,
    xLabel: "numeric",
    yLabel: "analytic",
    description: `Analytic against numeric values of ${name}`,
  };
  const lines = [
    line(1, "diagonal"),
    wrong.length > 0 && found !== undefined && isTelling(found) && line(found.factor, "fitted"),
  ];
  return {
    svg: plot(frame, [...lines, markup`<g class="marks">${marks}</g>`]),
    caption: caption.filter(Boolean).join(" "),
  };
}
