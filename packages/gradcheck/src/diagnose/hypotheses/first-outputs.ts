// What comes through the first rows of the output (or columns, or indices along another axis) is right, and what comes through all
// later ones is wrong, though not lost: what one step hands on to the next, as in a recurrence, is cut off or wrong.

import type { Hypothesis } from "../candidate.ts";
import { mostUnexplained } from "../claims/value.ts";
import { isPart, outputsOf } from "../models/parts.ts";
import { piecesOf } from "../models/pieces.ts";

/** Of fewer, the first may be right by chance. */
const fewest = 4;
/** The share of the parts through each later output that is wrong at least. */
const most = 0.5;

export const firstOutputs: Hypothesis = function* ({ tensor, outputsByName, parts: measure }) {
  const parts = measure();
  if (parts === undefined || outputsByName !== undefined) return;
  const { rows, outputs, numeric, analytic, error } = parts;
  const via = outputsOf(parts);
  for (const { along, length, text } of piecesOf(parts, undefined)) {
    if (length < fewest) continue;
    const [wrong, all] = [new Int32Array(length), new Int32Array(length)];
    for (let i = 0; i < rows.length * outputs; i++) {
      if (!isPart(parts, numeric[i])) continue;
      const s = along[i % outputs];
      all[s]++;
      if (Math.abs(analytic[i] - numeric[i]) > error + mostUnexplained * Math.abs(numeric[i])) wrong[s]++;
    }
    const first = wrong.findIndex((n) => n > 0);
    const isRest = (s: number) => s >= first && all[s] > 0 && wrong[s] >= most * all[s];
    const right = Array.from(all.keys()).filter((s) => s < first && all[s] > 0);
    // Some entry gets contributions from both: otherwise it is entries that are right, and no way back to them.
    const isShared = via.some((list) => new Set(list.map((o) => along[o] < first)).size === 2);
    if (right.length === 0 || !isShared || !wrong.every((_, s) => s < first || isRest(s))) continue;
    yield {
      kind: "support",
      part: (r, o) => (along[o] < first ? numeric : analytic)[r * outputs + o],
      message: `what comes to ${tensor.name} through ${text(right)} is right, and wrong through all later ones: what one step hands to the next, as in a recurrence, is cut off or wrong on the way back`,
    };
  }
};
