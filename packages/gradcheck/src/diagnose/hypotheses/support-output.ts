// Wrong only in what comes back from a part of the output: its last row, where it is negative or 0
import { copy } from "@nudge/core";
import type { Evidence, TensorEvidence } from "../evidence/evidence.ts";
import type { Wiring } from "../evidence/wiring.ts";
import { most } from "../fit/compare.ts";
import { isPart, outputsOf } from "../fit/parts.ts";
import { groupBy } from "../fit/terms.ts";
import { indicesAlong } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";
import { supportByPlace } from "./support-place.ts";
import { supportByValue } from "./support-value.ts";

/** The output as a tensor, each entry as wrong as the part that is most wrong of what it sends back. */
function outputEvidence(
  { outputShape, outputs, numeric, analytic, blur }: Wiring,
  theta: Float64Array,
): TensorEvidence {
  const [size, off] = [0, 1].map(() => new Float64Array(outputs));
  for (let i = 0; i < numeric.length; i++) {
    const o = i % outputs;
    size[o] = Math.max(size[o], Math.abs(numeric[i]));
    off[o] = Math.max(off[o], Math.abs(numeric[i] - analytic[i]));
  }
  return {
    name: "the output",
    shape: outputShape,
    theta,
    numeric: size,
    analytic: size.map((x, o) => x + off[o]),
    error: size.map(() => blur),
    verdict: Array.from(size, (x, o) =>
      off[o] > Math.max(2 * blur, most * x) ? "wrong" : x > 2 * blur ? "pass" : "unmeasurable",
    ),
  };
}

/** Whether each output belongs to one entry: then the entries themselves are the better description. */
function isOneToOne(wiring: Wiring): boolean {
  const entries = new Int32Array(wiring.outputs);
  for (const [i, part] of wiring.numeric.entries()) if (isPart(wiring, part)) entries[i % wiring.outputs]++;
  return entries.every((n) => n <= 1) && outputsOf(wiring).every((list) => list.length <= 1);
}

/** Whether slices along an axis are wrong as a whole: then values that happen to fit say nothing. */
function isBySlices({ shape, verdict }: TensorEvidence): boolean {
  return shape.some((length, axis) => {
    const slices = groupBy(indicesAlong(shape, axis)).map((slice) =>
      slice.filter((o) => verdict[o] !== "unmeasurable"),
    );
    return length > 1 && slices.every((slice) => new Set(slice.map((o) => verdict[o])).size <= 1);
  });
}

export const supportByOutput: Hypothesis = (evidence) => {
  const wiring = evidence.wiring();
  if (wiring === undefined || isOneToOne(wiring)) return undefined;
  const tensor = outputEvidence(wiring, Float64Array.from(copy(evidence.output).data));
  const asOutput: Evidence = { ...evidence, tensor, elsewhere: () => undefined, border: () => undefined };
  const found = supportByPlace(asOutput) ?? (isBySlices(tensor) ? undefined : supportByValue(asOutput));
  if (found === undefined) return undefined;
  const where = found.message.replace(/^wrong only /, "").replace(/ \(\d+ entr.*$/, "");
  const { verdict } = tensor;
  const off = Array.from(wiring.numeric.keys()).filter((i) => verdict[i % wiring.outputs] === "wrong");
  // The one number that all outputs contribute to: what is wrong with it is which of them it takes.
  const isSum = wiring.rows.length === 1;
  const isLost = isSum && off.every((i) => !isPart(wiring, wiring.analytic[i]));
  const isExtra = isSum && off.every((i) => !isPart(wiring, wiring.numeric[i]));
  return {
    ...found,
    kind: isLost ? "missing-sum" : isExtra ? "missing-term" : "support",
    message: `the gradient of ${evidence.tensor.name} is wrong only in what comes back from the output ${where}`,
  };
};
