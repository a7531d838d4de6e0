// n = 0 in every entry, and g is not: forward moves in steps or does not read the tensor
import type { Hypothesis } from "../candidate.ts";
import { allKnown } from "../evidence/evidence.ts";
import { agrees } from "../models/agrees.ts";

export const flat: Hypothesis = ({ tensor, upstream, hessian }) => {
  const { name, analytic, numeric, error } = tensor;
  if (hessian !== undefined || !allKnown(tensor) || numeric.some((n) => n !== 0)) return [];
  const isUpstream = analytic.length === upstream.length && agrees(analytic, upstream, error);
  const given = isUpstream ? "the upstream gradient, straight through" : "not 0";
  return [
    {
      kind: "missing-term",
      inside: () => true,
      message: `forward is flat in ${name}, its slope is 0 in every entry, and backprop is ${given}: if it is meant as a surrogate, as a straight-through estimator is, declare the function whose gradient it is; if not, ${name} gets a term too much`,
    },
  ];
};
