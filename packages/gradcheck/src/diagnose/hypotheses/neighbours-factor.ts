// t_o² for t_k t_o, or t_k² for it, in what entry k gets through output o: the factor of another entry in place of the own one
import { copy } from "@nudge/core";
import { sameShape } from "@nudge/core/internal";
import type { Hypothesis } from "../candidate.ts";

export const neighboursFactor: Hypothesis = function* ({ tensor, output, parts: measure }) {
  if (!sameShape(tensor.shape, output.shape)) return;
  const parts = measure();
  if (!parts?.isComplete) return;
  const { outputs, numeric } = parts;
  const fields = [
    { t: "x", of: tensor.name, values: tensor.theta },
    { t: "y", of: "the output", values: Float64Array.from(copy(output).data) },
  ];
  for (const { t, of, values } of fields) {
    if (values.some((v) => v === 0)) continue;
    for (const isOwn of [false, true])
      yield {
        kind: "factor",
        part: (k, o) => numeric[k * outputs + o] * (isOwn ? values[k] / values[o] : values[o] / values[k]),
        message: `what entry i of ${tensor.name} gets through output j has the factor ${t}_${isOwn ? "i" : "j"}² for ${t}_i ${t}_j, with ${t} for ${of}: the index of a factor is wrong`,
      };
  }
};
