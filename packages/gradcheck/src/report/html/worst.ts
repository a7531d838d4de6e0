// The worst entries of a tensor, with their values.

import { type Markup, markup } from "@nudge/core/internal";
import { place } from "../../words/describe.ts";
import type { TensorReport } from "../../words/report.ts";
import { table } from "./table.ts";
import { count, short, value } from "./typeset.ts";

const columns = [
  { heading: "Entry" },
  { heading: "Analytic", numeric: true, wide: true },
  { heading: "Numeric", numeric: true, wide: true },
  { heading: "Verdict" },
];

/** Undefined where all passed, or none was measured. */
export function worstEntries({ name, worst, counts }: TensorReport): Markup | undefined {
  const rows = worst
    .filter(({ verdict, numeric }) => verdict !== "pass" && !Number.isNaN(numeric))
    .map(({ index, analytic, numeric, error, verdict }) => [
      markup`<span class="name">${place(name, index)}</span>`,
      value(analytic),
      `${value(numeric)} ± ${short(error)}`,
      markup`<span class="badge ${verdict}">${verdict}</span>`,
    ]);
  if (rows.length === 0) return undefined;
  const others = counts.entries - counts.passed - counts.skipped - rows.length;
  const more = others > 0 ? `; ${count(others, "other")} did not pass either` : "";
  return table(columns, rows, `The worst entries, farthest from their numeric value${more}.`);
}
