// g = f n or n = f g, entry by entry, with f a simple function of the entry or of the output in its place: a slope that is
// missing or counted twice, a power that is off by one
import { copy } from "@nudge/core";
import { sameShape } from "@nudge/core/internal";
import type { Candidate, Hypothesis } from "../candidate.ts";
import type { Evidence } from "../evidence/evidence.ts";

interface Factor {
  readonly text: string;
  /** Whose slope it is. */
  readonly slopeOf?: string;
  of(value: number): number;
}

const ofAny = (t: string): Factor[] => [
  { text: t, of: (v) => v },
  { text: `${t}²`, of: (v) => v * v },
  { text: `(1 + |${t}|)`, of: (v) => 1 + Math.abs(v) },
];

const ofOutput = (y: string): Factor[] => [
  { text: `(1 - ${y}²)`, slopeOf: "tanh", of: (v) => 1 - v * v },
  { text: `${y} × (1 - ${y})`, slopeOf: "the sigmoid", of: (v) => v * (1 - v) },
  { text: `(1 - ${y})`, of: (v) => 1 - v },
];

/** Each factor with its value for every entry. */
function factorsOf({ tensor: { name, theta, shape }, output }: Evidence) {
  const valued = (factors: readonly Factor[], t: Float64Array) =>
    factors.map((factor) => ({ ...factor, values: t.map((v) => factor.of(v)) }));
  const own = valued(ofAny(name), theta);
  if (!sameShape(output.shape, shape)) return own;
  const y = Float64Array.from(copy(output).data);
  return [...own, ...valued([...ofOutput("output"), ...ofAny("output")], y)];
}

export const entryFactor: Hypothesis = function* (evidence): Generator<Candidate> {
  const { name, numeric, error } = evidence.tensor;
  const factors = factorsOf(evidence);
  for (const { text, slopeOf, values } of factors) {
    const what = slopeOf === undefined ? text : `${text}, the slope of ${slopeOf},`;
    for (const isMissing of [true, false]) {
      const ratios = isMissing ? values.map((f) => 1 / f) : values;
      const equation = isMissing ? `numeric = ${text} × backprop` : `backprop = ${text} × numeric`;
      yield {
        kind: "factor",
        value: numeric.map((n, k) => ratios[k] * n),
        error: error.map((bar, k) => Math.abs(ratios[k]) * bar),
        choices: 2 * factors.length,
        message: `${equation} in every entry: the factor ${what} is ${isMissing ? "missing from" : "too much in"} the gradient of ${name}`,
      };
    }
  }
};
