// The ratio on its scale: the marks of the course, what a correct gradient would show here, and what this one shows.
// Source of the marks: A. Ng, Deep Learning Specialization, course 2 week 1, "Gradient checking".

import { logScale, type Markup, markup, powerOfTen, px } from "@nudge/core/internal";
import { isMeasured } from "../../words/measured.ts";
import type { GradcheckReport } from "../../words/report.ts";

const [left, right, middle] = [8, 412, 42];
const marks = [
  { exponent: -12, label: "" },
  { exponent: -7, label: "great" },
  { exponent: -5, label: "look again" },
  { exponent: -3, label: "worry" },
  { exponent: 0, label: "" },
];

/** Undefined where there is no ratio to show. */
export function ruler(report: GradcheckReport): Markup | undefined {
  const { ratio, noiseRatio, verdict } = report;
  if (!Number.isFinite(ratio) || !isMeasured(report) || (ratio === 0 && noiseRatio === 0)) return undefined;
  const scale = logScale([1e-12, 1], [left, right]);
  const ticks = marks.map(({ exponent, label }) => {
    const at = px(scale.at(10 ** exponent));
    const anchor = exponent === -12 ? "start" : exponent === 0 ? "end" : "middle";
    return markup`<line x1="${at}" x2="${at}" y1="${middle}" y2="${middle + 6}"/><text x="${at}" y="${middle + 20}" text-anchor="${anchor}">${powerOfTen(exponent)}</text><text x="${at}" y="${middle + 35}" text-anchor="${anchor}">${label}</text>`;
  });
  const [here, floor] = [px(scale.at(ratio)), px(scale.at(noiseRatio))];
  const noise =
    Number.isFinite(noiseRatio) &&
    markup`<line class="floor" x1="${left}" x2="${floor}" y1="${middle}" y2="${middle}"/><text x="${left}" y="${middle - 21}">a correct gradient</text>`;
  return markup`<svg class="ruler" width="420" height="84" viewBox="0 0 420 84" role="img" aria-label="The ratio on a scale from 10⁻¹² to 1">
<line x1="${left}" x2="${right}" y1="${middle}" y2="${middle}"/>${ticks}${noise}
<text x="${left}" y="${middle + 35}">the course says:</text>
<path class="${verdict}" d="M${here} ${middle - 3}l-6 -12h12z"/>
</svg>`;
}
