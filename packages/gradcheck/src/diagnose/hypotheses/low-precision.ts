// g = n rounded to float32, or computed in it
import { isKnown } from "../evidence/evidence.ts";
import type { Hypothesis } from "./hypothesis.ts";

/** Errors of a sum in float32, in units of its last place. */
const places = 64;

export const lowPrecision: Hypothesis = ({ tensor }) => {
  const { analytic, numeric, error } = tensor;
  if (!analytic.every((g) => Math.fround(g) === g)) return undefined;
  // Small whole numbers and their like are float32 numbers by themselves.
  if (!analytic.some((g) => Math.fround(g * (1 + 2 ** -12)) !== g * (1 + 2 ** -12))) return undefined;
  const largest = numeric.reduce(
    (most, n, k) => (isKnown(tensor, k) ? Math.max(most, Math.abs(n)) : most),
    0,
  );
  let off = 0;
  for (let k = 0; k < numeric.length; k++)
    if (isKnown(tensor, k)) off = Math.max(off, Math.abs(analytic[k] - numeric[k]) - error[k]);
  if (!(off <= places * 2 ** -24 * largest)) return undefined;
  return {
    kind: "low-precision",
    unexplained: 0,
    message: `every entry is a float32 number, off by up to ${(off / largest).toExponential(1)} of the largest: the gradient of ${tensor.name} is computed or stored in float32`,
  };
};
