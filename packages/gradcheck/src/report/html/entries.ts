// The entries of a tensor as the pictures need them: how far off each is, and what is said of it.

import { type Markup, markup } from "@nudge/core/internal";
import { place } from "../../words/describe.ts";
import { indexOf } from "../../words/index-of.ts";
import type { EntryVerdict, TensorReport } from "../../words/report.ts";
import { short, value } from "./typeset.ts";

export interface Entry {
  /** Its place in the row-major tensor. */
  readonly place: number;
  readonly index: readonly number[];
  readonly analytic: number;
  readonly numeric: number;
  readonly error: number;
  readonly verdict: EntryVerdict;
  /** |analytic − numeric| / max(|analytic|, |numeric|): from 0 to 2, and NaN where one of them is not finite. */
  readonly relative: number;
  /** The distance from the numeric value, in units of what a right gradient may be away from it. */
  readonly bars: number;
}

function relativeOf(analytic: number, numeric: number): number {
  const distance = Math.abs(analytic - numeric);
  return distance === 0 ? 0 : distance / Math.max(Math.abs(analytic), Math.abs(numeric));
}

function barsOf(analytic: number, numeric: number, error: number, threshold: number): number {
  const distance = Math.abs(analytic - numeric);
  if (distance === 0) return 0;
  return distance / (threshold * Math.max(Math.abs(analytic), Math.abs(numeric)) + error);
}

/** Every entry of a tensor, row-major, or the worst of each block; none where the report has neither. */
export function entriesOf({ entries, blocks, shape, threshold }: TensorReport): Entry[] {
  const known = entries ?? blocks;
  if (known === undefined) return [];
  return known.analytic.map((analytic, k) => {
    const place = blocks === undefined ? k : blocks.place[k];
    const numeric = known.numeric[k];
    const error = known.error[k];
    const verdict = known.verdict[k];
    const bars = barsOf(analytic, numeric, error, threshold);
    const lost = verdict === "wrong" ? Number.POSITIVE_INFINITY : 0;
    return {
      place,
      index: indexOf(place, shape),
      analytic,
      numeric,
      error,
      verdict,
      relative: relativeOf(analytic, numeric),
      bars: Number.isNaN(bars) ? lost : bars,
    };
  });
}

const gravity: { readonly [verdict in EntryVerdict]: number } = {
  wrong: 5,
  inconclusive: 4,
  unmeasurable: 3,
  kink: 2,
  pass: 1,
  skipped: 0,
};

/** Above 0 where `a` is worse than `b`: by verdict, then by distance. */
export function worseThan(a: Entry, b: Entry): number {
  // Of two infinite distances neither is larger.
  return gravity[a.verdict] - gravity[b.verdict] || Math.sign(a.bars - b.bars) || 0;
}

/** The worst of some entries, the first of equals. */
export const worstOf = (entries: readonly Entry[]): Entry =>
  entries.reduce((worst, entry) => (worseThan(entry, worst) > 0 ? entry : worst));

/** `analytic −0.1312044, numeric −0.6560221 ± 2.1×10⁻¹¹` */
function values({ analytic, numeric, error, verdict }: Entry): string {
  if (verdict === "pass" && Number.isNaN(numeric))
    return `analytic ${value(analytic)}\nright by random directions`;
  return `analytic ${value(analytic)}\nnumeric ${value(numeric)} ± ${short(error)}`;
}

/** What is said of an entry, or of several that share a mark. */
export function tooltip(name: string, entries: readonly Entry[], worst: Entry): string {
  const where = place(name, worst.index);
  const off =
    worst.verdict === "wrong" && worst.relative > 0
      ? `\nrelative error ${short(100 * worst.relative)} %`
      : "";
  const said = `${where}: ${worst.verdict}\n${values(worst)}${off}`;
  if (entries.length === 1) return said;
  const wrong = entries.filter(({ verdict }) => verdict === "wrong").length;
  return `${entries.length} entries, ${wrong} wrong; the worst is\n${said}`;
}

/** The same for programs, as attributes. */
export function data(entries: readonly Entry[], worst: Entry): Markup {
  const { index, analytic, numeric, error, verdict } = worst;
  const several = entries.length > 1 && markup` data-entries="${entries.length}"`;
  return markup`data-index="${index.join(",")}" data-verdict="${verdict}" data-analytic="${analytic}" data-numeric="${numeric}" data-error="${error}"${several}`;
}
