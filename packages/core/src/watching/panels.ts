// Learning curves: a panel for each score, with a curve for each set of rows that it was measured on.
import { type Markup, markup } from "../drawing/markup.ts";
import { type Box, type Frame, px } from "../drawing/plot.ts";
import { linearScale, type Scale } from "../drawing/scale.ts";
import { type Curve, curvesOf, extremesOf, type History } from "./history.ts";
import { scaleOf } from "./scale.ts";

export const box: Box = { width: 460, height: 300, left: 54, right: 444, top: 34, bottom: 256 };

/** With more epochs than this a curve is a line alone. */
const mostDots = 100;

export const curveStyle = `
.batches { color: var(--blue); } .training { color: var(--ochre); } .validation { color: var(--vermilion); }
.curve.batches path { stroke-dasharray: 1 3; stroke-linecap: round; } .curve.training path { stroke-dasharray: 6 3; }
svg .key { fill: currentColor; }
.hit { fill: transparent; }
`;

export interface Panel {
  readonly frame: Frame;
  readonly content: Markup;
  /** What the curves come to, in words. */
  readonly said: string;
}

const short = (value: number) => `${Number(value.toPrecision(4))}`.replaceAll("-", "−");

const strokes = { batches: "┈", training: "╌", validation: "━" };

/** The curve as lines through values that follow one another, and as dots. */
function drawn({ of, name, values }: Curve, history: History, { x, y }: Frame): Markup {
  let path = "";
  for (const [k, value] of values.entries()) {
    if (!Number.isFinite(value)) continue;
    path += `${Number.isFinite(values[k - 1]) ? "L" : "M"}${px(x.at(history[k].epoch))} ${px(y.at(value))}`;
  }
  const dots = values.map((value, k) => {
    if (!Number.isFinite(value)) return undefined;
    const [cx, cy] = [px(x.at(history[k].epoch)), px(y.at(value))];
    return markup`<g><title>epoch ${history[k].epoch}
${name} ${short(value)}</title><circle class="hit" cx="${cx}" cy="${cy}" r="6"/><circle class="dot" cx="${cx}" cy="${cy}" r="2"/></g>`;
  });
  return markup`<g class="curve ${of}"><path d="${path}"/>${values.length <= mostDots && dots}</g>`;
}

/** `validation from 0.5 to 0.97, lowest 0.5 in epoch 1, highest 0.98 in epoch 7` */
function say({ of, values }: Curve, history: History): string {
  const extremes = extremesOf(values);
  if (extremes === undefined) return `${of}: no number`;
  const [lowest, highest] = [extremes.lowest, extremes.highest].map(
    (k) => `${short(values[k])} in epoch ${history[k].epoch}`,
  );
  return `${of}: last ${short(values[values.length - 1])}, lowest ${lowest}, highest ${highest}`;
}

/** From the first epoch to the last, with ticks at whole ones. */
function epochScale(history: History): Scale {
  const [first, last] = [history[0].epoch, history[history.length - 1].epoch];
  const room = last > first ? 0 : 0.5;
  return linearScale([first - room, last + room], [box.left, box.right], Math.min(6, last - first + room));
}

function panel(score: string, curves: readonly Curve[], history: History): Panel {
  const frame: Frame = {
    box,
    x: epochScale(history),
    y: scaleOf(
      curves.flatMap(({ values }) => values),
      [box.bottom, box.top],
      5,
    ),
    xLabel: "epoch",
    yLabel: score,
    description: `The ${score} of each epoch`,
  };
  const keys = curves.map(
    ({ of }, k) =>
      markup`<tspan class="key ${of}" dx="${k > 0 ? 12 : 0}">${strokes[of]}${strokes[of]}</tspan> ${of}`,
  );
  return {
    frame,
    content: markup`<text x="${box.right}" y="${box.top - 10}" text-anchor="end">${keys}</text>
${curves.map((curve) => drawn(curve, history, frame))}`,
    said: `${curves.map((curve) => say(curve, history)).join("; ")}.`,
  };
}

/** A panel for each score, the loss first. */
export function panelsOf(history: History): Panel[] {
  const curves = curvesOf(history);
  const scores = [...new Set(curves.map(({ score }) => score))];
  return scores.map((score) =>
    panel(
      score,
      curves.filter((curve) => curve.score === score),
      history,
    ),
  );
}
