// g = Σ over some slices of the output of their contributions, where n is the sum over all: only one example, one place
// or one step is counted, or some are left out.
import { listRanges, sliceText } from "../describe.ts";
import type { Wiring } from "../evidence/wiring.ts";
import { most } from "../fit/explain.ts";
import { isPart, shareLeft } from "../fit/parts.ts";
import { indicesAlong } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";

/** Which slices along an axis of the output are kept and which are lost; undefined where one is neither. */
function sortSlices(wiring: Wiring, along: Int32Array, length: number) {
  const { entries, outputs, numeric, analytic, blur } = wiring;
  const size = new Float64Array(length);
  const returned = new Float64Array(length);
  const off = new Float64Array(length);
  for (let k = 0; k < entries; k++) {
    for (let o = 0; o < outputs; o++) {
      const [n, g, s] = [numeric[k * outputs + o], analytic[k * outputs + o], along[o]];
      size[s] = Math.max(size[s], Math.abs(n));
      returned[s] = Math.max(returned[s], Math.abs(g));
      off[s] = Math.max(off[s], Math.abs(n - g));
    }
  }
  const kept: number[] = [];
  const lost: number[] = [];
  for (let s = 0; s < length; s++) {
    if (size[s] <= 2 * blur && returned[s] <= 2 * blur) continue;
    if (off[s] <= Math.max(blur, most * size[s])) kept.push(s);
    else if (returned[s] <= blur) lost.push(s);
    else return undefined;
  }
  return kept.length > 0 && lost.length > 0 ? { kept, lost } : undefined;
}

/** Whether an entry has parts on both sides: otherwise nothing of a sum is missing, but whole entries. */
function splitsASum(wiring: Wiring, along: Int32Array, lost: readonly number[]): boolean {
  const { entries, outputs, numeric } = wiring;
  for (let k = 0; k < entries; k++) {
    let some = false;
    let none = false;
    for (let o = 0; o < outputs; o++) {
      if (!isPart(wiring, numeric[k * outputs + o])) continue;
      if (lost.includes(along[o])) none = true;
      else some = true;
    }
    if (some && none) return true;
  }
  return false;
}

export const missingSlices: Hypothesis = ({ tensor, wiring: measure }) => {
  const wiring = measure();
  if (wiring === undefined) return undefined;
  const { outputShape, outputs, numeric } = wiring;
  for (const [axis, length] of outputShape.entries()) {
    const along = indicesAlong(outputShape, axis);
    const sorted = sortSlices(wiring, along, length);
    if (sorted === undefined || !splitsASum(wiring, along, sorted.lost)) continue;
    const { kept, lost } = sorted;
    const unexplained = shareLeft(wiring, (k, o) => (lost.includes(along[o]) ? 0 : numeric[k * outputs + o]));
    if (unexplained > most) continue;
    const rank = outputShape.length;
    const message =
      kept.length <= lost.length
        ? `backprop holds only the contribution of ${sliceText(rank, axis, kept)} of the output: the sum over all ${length} is missing from d${tensor.name}`
        : `the contribution of ${sliceText(rank, axis, lost)} of the output is missing from d${tensor.name}; that of ${listRanges(kept)} is right`;
    return { kind: "missing-sum", unexplained, message };
  }
  return undefined;
};
