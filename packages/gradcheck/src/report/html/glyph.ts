// One sign for each verdict, so that none is told by colour alone.

import { px } from "@nudge/core/internal";
import type { EntryVerdict } from "../../words/report.ts";

export const meanings: { readonly [verdict in EntryVerdict]: string } = {
  pass: "right",
  wrong: "wrong",
  kink: "at a kink",
  unmeasurable: "not measurable",
  inconclusive: "inconclusive",
  skipped: "skipped",
};

/** The path of a sign of half-width `h` around a place; a right entry has none. */
export function glyph(verdict: EntryVerdict, x: number, y: number, h: number): string {
  const [left, right, top, bottom] = [px(x - h), px(x + h), px(y - h), px(y + h)];
  switch (verdict) {
    case "wrong":
      return `M${left} ${top}L${right} ${bottom}M${left} ${bottom}L${right} ${top}`;
    case "kink":
      return `M${left} ${bottom}L${px(x)} ${top}L${right} ${bottom}`;
    case "inconclusive":
      return `M${left} ${px(y)}A${px(h)} ${px(h)} 0 1 1 ${right} ${px(y)}A${px(h)} ${px(h)} 0 1 1 ${left} ${px(y)}`;
    case "unmeasurable":
      return `M${left} ${px(y)}H${right}`;
    case "skipped":
      return `M${left} ${bottom}L${right} ${top}`;
    case "pass":
      return "";
  }
}
