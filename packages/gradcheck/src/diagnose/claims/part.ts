// A claim on the parts of backprop's gradient that come through each output, judged by the share of their error that it
// leaves.
import type { Parts } from "../evidence/evidence.ts";

export interface PartClaim {
  /** What backprop would have given for the part of row r through output o; NaN where nothing is said of it. */
  part(r: number, o: number): number;
}

/** The share of the error in all parts that a claim leaves, beyond the error bars. */
export function shareOfParts(parts: Parts, { part }: PartClaim): number {
  const { rows, outputs, numeric, analytic, error } = parts;
  let left = 0;
  let total = 0;
  for (let r = 0; r < rows.length; r++) {
    for (let o = 0; o < outputs; o++) {
      const i = r * outputs + o;
      const value = part(r, o);
      if (Number.isNaN(value)) continue;
      left += Math.max(0, Math.abs(analytic[i] - value) - error) ** 2;
      total += Math.max(0, Math.abs(analytic[i] - numeric[i]) - error) ** 2;
    }
  }
  return total === 0 ? 1 : Math.sqrt(left / total);
}
