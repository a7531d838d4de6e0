// The worst entry and a healthy one at steps of all lengths, on the same paper.

import { type Box, decades, logScale, type Markup, markup, plot, px, type Scale } from "@nudge/core/internal";
import { place } from "../../words/describe.ts";
import type { Curve } from "../../words/report.ts";
import { type Guide, guideOf, type KnownSlope } from "./guide.ts";
import { short } from "./typeset.ts";

const box: Box = { width: 440, height: 310, left: 48, right: 426, top: 28, bottom: 268 };

type Quantity = "errors" | "remainders";

const axisOf: { readonly [quantity in Quantity]: string } = {
  errors: "|D(h) − gradient|",
  remainders: "|f(x+h) − f(x−h) − 2h·gradient|",
};
const nameOf: { readonly [quantity in Quantity]: string } = { errors: "error", remainders: "remainder" };

const slopes: { readonly [quantity in Quantity]: readonly KnownSlope[] } = {
  errors: [
    { slope: 0, label: "slope 0: stays wrong", said: "No step brings the gradient nearer." },
    { slope: 1, label: "slope 1: a bend", said: "An error that falls as h shows a bend of the slope." },
    { slope: 2, label: "slope 2: truncation", said: "Truncation falls as h²." },
    { slope: -1, noisy: true, label: "slope −1: rounding", said: "Rounding grows as 1/h." },
  ],
  remainders: [
    { slope: 3, label: "slope 3: correct", said: "It falls as h³, as that of a correct gradient does." },
    { slope: 1, label: "slope 1: wrong", said: "It falls only as h, as that of a wrong gradient does." },
  ],
};

function drawGuide({ known: { slope, label }, constant, from, to }: Guide, x: Scale, y: Scale): Markup {
  const at = (h: number) => ({ left: x.at(h), top: y.at(constant * h ** slope) });
  const [a, b] = [at(from), at(to)];
  // Beside the curve, on its upper side, so that neither hides the other.
  const lift = 9;
  const middle = { left: (a.left + b.left) / 2, top: (a.top + b.top) / 2 - lift };
  const angle = (Math.atan2(b.top - a.top, b.left - a.left) * 180) / Math.PI;
  return markup`<g class="guide"><line x1="${px(a.left)}" y1="${px(a.top - lift)}" x2="${px(b.left)}" y2="${px(b.top - lift)}"/><text x="${px(middle.left)}" y="${px(middle.top)}" dy="-5" text-anchor="middle" transform="rotate(${px(angle)} ${px(middle.left)} ${px(middle.top)})">${label}</text></g>`;
}

export interface Panel {
  readonly svg: Markup;
  /** What the slopes of the curve say of the gradient. */
  readonly said: string;
}

function panel(curve: Curve, quantity: Quantity, x: Scale, y: Scale): Panel {
  const { role, steps, tensor, index } = curve;
  const points = steps
    .map((step, k) => ({ x: step, y: curve[quantity][k] }))
    .filter(({ x, y }) => x > 0 && Number.isFinite(y));
  // An error of exactly 0 is a ring at the lower edge.
  const path = points
    .filter(({ y }) => y > 0)
    .map(({ x: h, y: error }) => `${px(x.at(h))} ${px(y.at(error))}`)
    .join("L");
  const dots = points.map(({ x: h, y: error }) => {
    const [cx, cy] = [px(x.at(h)), px(y.at(error))];
    return markup`<g data-step="${h}" data-value="${error}"><title>${`step ${short(h)}\n${nameOf[quantity]} ${short(error)}`}</title><circle class="hit" cx="${cx}" cy="${cy}" r="7"/><circle class="dot${error > 0 ? "" : " zero"}" cx="${cx}" cy="${cy}" r="2.6"/></g>`;
  });
  const guides = slopes[quantity].flatMap((known) => guideOf(points, known) ?? []);
  const frame = {
    box,
    x,
    y,
    xLabel: "step h",
    yLabel: axisOf[quantity],
    description: `The ${nameOf[quantity]} of ${place(tensor, index)} against the step`,
  };
  const line = path !== "" && markup`<path d="M${path}"/>`;
  return {
    svg: plot(frame, [
      guides.map((guide) => drawGuide(guide, x, y)),
      markup`<g class="curve ${role}">${line}${dots}</g>`,
    ]),
    said: guides.map(({ known }) => known.said).join(" ") || "Nothing but rounding is left.",
  };
}

/** A logarithmic scale has no zero: where there are values of exactly 0 it gets one, below what is positive. */
function withZero([low, high]: readonly [number, number], hasZero: boolean): Scale {
  if (!hasZero) return logScale([low, high], [box.bottom, box.top]);
  const { at, ticks } = logScale([low * (low / high) ** 0.15, high], [box.bottom, box.top]);
  const zero = { at: box.bottom, label: "0" };
  return { at, ticks: [zero, ...ticks.filter((tick) => tick.at <= at(low))] };
}

/** The panels of one quantity, one for each curve, with the same axes. */
export function curvePanels(curves: readonly Curve[], quantity: Quantity): Panel[] {
  const steps = decades(
    curves.flatMap(({ steps }) => steps),
    [1e-12, 1],
  );
  const values = curves.flatMap((curve) => curve[quantity]);
  const x = logScale(steps, [box.left, box.right]);
  const y = withZero(decades(values, [1e-16, 1], 0.8), values.includes(0));
  return curves.map((curve) => panel(curve, quantity, x, y));
}
