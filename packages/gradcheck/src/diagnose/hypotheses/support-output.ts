// Wrong only in what comes back from a part of the output: its last row, where it is negative or 0
import { copy } from "@nudge/core";
import type { Evidence, TensorEvidence } from "../evidence/evidence.ts";
import type { Wiring } from "../evidence/wiring.ts";
import { most } from "../fit/explain.ts";
import { isPart, largest } from "../fit/parts.ts";
import type { Hypothesis } from "./hypothesis.ts";
import { supportByPlace } from "./support-place.ts";
import { supportByValue } from "./support-value.ts";

/** The output as a tensor, each entry as wrong as what it sends back. */
function outputEvidence(
  { outputShape, outputs, entries, numeric, analytic, blur }: Wiring,
  theta: Float64Array,
): TensorEvidence {
  const column = (value: (i: number) => number) =>
    Float64Array.from({ length: outputs }, (_, o) =>
      largest(Array.from({ length: entries }, (_, k) => value(k * outputs + o))),
    );
  const size = column((i) => numeric[i]);
  const off = column((i) => (Math.abs(numeric[i] - analytic[i]) > blur ? numeric[i] - analytic[i] : 0));
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

export const supportByOutput: Hypothesis = (evidence) => {
  const wiring = evidence.wiring();
  if (wiring === undefined) return undefined;
  const { numeric, outputs } = wiring;
  const shared = Array.from({ length: outputs }, (_, o) => o).some(
    (o) =>
      Array.from({ length: wiring.entries }, (_, k) => numeric[k * outputs + o]).filter((p) =>
        isPart(wiring, p),
      ).length > 1,
  );
  // Where each output belongs to one entry, the entries themselves are the better description.
  if (!shared && wiring.entries >= outputs) return undefined;
  const tensor = outputEvidence(wiring, Float64Array.from(copy(evidence.output).data));
  const asOutput: Evidence = { ...evidence, tensor, elsewhere: () => undefined };
  const found = supportByPlace(asOutput) ?? supportByValue(asOutput);
  if (found === undefined) return undefined;
  const where = found.message.replace(/^wrong only /, "").replace(/ \(.*$/, "");
  return {
    ...found,
    message: `d${evidence.tensor.name} is wrong only in what comes back from the output ${where}`,
  };
};
