// Backward is linear in the upstream gradient: twice the upstream gives twice the gradients, and none gives none.
import { multiply } from "@nudge/core";
import type { Observation } from "../sandbox/observe.ts";
import { relativeDistance } from "../words/distance.ts";
import { failure } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";

const tolerance = 1e-6;

export function probeUpstream({ sandbox, checked, upstream, gradients }: Observation): Finding[] {
  const at = (factor: number) => sandbox.differentiate(multiply(upstream, factor)).gradients.values;
  const scaled = [2, 16, 0].map((factor) => ({ factor, values: at(factor) }));
  for (const { name, offset, length } of checked) {
    // Where the gradient is not finite there is nothing to scale.
    const part = (x: Float64Array) =>
      x.subarray(offset, offset + length).filter((_, i) => Number.isFinite(gradients.values[offset + i]));
    const first = part(gradients.values);
    const isZero = first.every((g) => g === 0);
    for (const { factor, values } of scaled) {
      const expected = first.map((g) => factor * g);
      const wrong =
        factor === 0
          ? part(values).some((g) => g !== 0) && !isZero
          : relativeDistance(part(values), expected) > tolerance;
      if (!wrong) continue;
      const came =
        factor === 0
          ? "an upstream gradient of zero does not give zero"
          : `${factor} times the upstream gradient does not give ${factor} times the gradient`;
      return [
        failure(
          "ignores-upstream",
          `${came} of ${name}: backward ignores, clips or normalises its upstream gradient`,
          { tensor: name },
        ),
      ];
    }
  }
  return [];
}
