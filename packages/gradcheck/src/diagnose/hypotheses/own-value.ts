// g = r(θ_k) n_k, with r any function of the entry's own value: the derivative of another function, or at another argument.
// Where entries have changed places, so that all but their values is new to them, r must be what it was.
import { digits } from "../../words/describe.ts";
import type { Hypothesis } from "../candidate.ts";
import { cheap, isKnown, type TensorEvidence } from "../evidence/evidence.ts";

/** Where each entry of a tensor has gone in another order of them: to another place, or -1. */
function placesIn(fresh: TensorEvidence, { theta }: TensorEvidence): Int32Array {
  const found = new Map(Array.from(fresh.theta, (value, k) => [value, k]));
  return Int32Array.from(theta, (value, k) => {
    const place = found.get(value) ?? -1;
    return place !== k && place >= 0 && isKnown(fresh, place) ? place : -1;
  });
}

export const ownValue: Hypothesis = ({ tensor, elsewhere }) => {
  const { name, theta, numeric, error } = tensor;
  const fresh = theta.length <= cheap ? elsewhere(0) : undefined;
  if (fresh === undefined) return [];
  const places = placesIn(fresh, tensor);
  const ratios = Float64Array.from(places, (p) =>
    p < 0 ? Number.NaN : fresh.analytic[p] / fresh.numeric[p],
  );
  const told = Array.from(ratios.keys()).filter((k) => Number.isFinite(ratios[k]));
  if (told.length < 3) return [];
  const at = (k: number) => `${digits(ratios[k])} at ${name} = ${digits(theta[k])}`;
  const least = told.reduce((a, b) => (ratios[b] < ratios[a] ? b : a));
  const most = told.reduce((a, b) => (ratios[b] > ratios[a] ? b : a));
  if (digits(ratios[least]) === digits(ratios[most])) return [];
  return [
    {
      kind: "factor",
      value: numeric.map((n, k) => (Number.isFinite(ratios[k]) ? ratios[k] * n : Number.NaN)),
      error: error.map((bar, k) => {
        const doubt = fresh.error[places[k]] / Math.abs(fresh.numeric[places[k]]);
        return Math.abs(ratios[k]) * (bar + doubt * Math.abs(numeric[k]));
      }),
      message: `backprop = c × numeric, where c is a function of the entry's own value: ${at(least)}, ${at(most)}: the derivative of another function, or at another argument`,
    },
  ];
};
