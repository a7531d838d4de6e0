// H v is linear in v: H (a u + b v) = a H u + b H v, and H 0 = 0.
import { add, map, multiply, type Rng } from "@nudge/core";
import type { Observation } from "../sandbox/observe.ts";
import { drawUpstream } from "../subject/values.ts";
import { relativeDistance } from "../words/distance.ts";
import { failure } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";

/** Rounding is far below, and what is not linear far above, unless the terms of H v cancel. */
const tolerance = 1e-6;

/**
 * What v is multiplied by to tell rounding from what is not linear or not symmetric: where the terms of H v cancel, rounding alone is
 * left, and does not grow with v. Powers of two would leave it as it is.
 */
export const oddFactors = [3, 7];

export function probeProduct(
  { sandbox, checked, upstream: u, gradients }: Observation,
  stream: Rng,
): Finding[] {
  const product = (v: typeof u) => sandbox.differentiate(v).gradients.values;
  const v = map(u, drawUpstream(stream));
  /** H (2 u + v) - 2 H u - H v for k u and k v, divided by k. */
  const excess = (k: number) => {
    const [sum, hu, hv] = [add(multiply(u, 2), v), u, v].map((x) => product(multiply(x, k)));
    return sum.map((h, i) => (h - 2 * hu[i] - hv[i]) / k);
  };
  const [hu, hv] = [gradients.values, product(v)];
  const cases = [
    { text: "H (2 v) is not 2 H v", got: product(multiply(u, 2)), expected: hu.map((x) => 2 * x) },
    { text: "H (-v) is not -H v", got: product(multiply(u, -1)), expected: hu.map((x) => -x) },
    { text: "H 0 is not 0", got: product(multiply(u, 0)), expected: hu.map((x) => 0 * x) },
    {
      text: "H (2 u + v) is not 2 H u + H v",
      got: product(add(multiply(u, 2), v)),
      expected: hu.map((x, i) => 2 * x + hv[i]),
      isRounding: (part: (x: Float64Array) => Float64Array) =>
        oddFactors.some((k) => relativeDistance(part(excess(k)), part(excess(1))) > 1 / 4),
    },
  ];
  for (const { name, offset, length } of checked) {
    const part = (x: Float64Array) => x.subarray(offset, offset + length);
    for (const { text, got, expected, isRounding } of cases) {
      if (relativeDistance(part(got), part(expected)) <= tolerance || isRounding?.(part)) continue;
      const isSame = relativeDistance(part(product(multiply(u, 2))), part(hu)) <= tolerance;
      const message = `hessianProduct is not linear in v: ${text}, in ${name}${isSame ? "; it takes v by its direction alone" : ""}`;
      return [failure("ignores-upstream", message, { tensor: name })];
    }
  }
  return [];
}
