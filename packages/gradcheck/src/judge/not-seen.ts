// Says of which tensors a check by directions did not see enough: their entries did not pass, and nothing is known of them.
import type { Slice } from "@nudge/core";
import { note } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";
import type { Survey } from "./survey.ts";

export function noteNotSeen({ verdict, step }: Survey, slices: readonly Slice[]): Finding[] {
  return slices.flatMap(({ name, offset, length }) => {
    let count = 0;
    for (let i = offset; i < offset + length; i++)
      if (verdict[i] === "inconclusive" && Number.isNaN(step[i])) count++;
    if (count === 0) return [];
    const message = `random directions say nothing of ${count} of the ${length} entries of ${name}, and they are too many to look at one by one: method "full" does`;
    return [note("degenerate", message, { tensor: name })];
  });
}
