// g = J c where it should be Jᵀ c: backward applies the derivative itself, and not its transpose (dx = dy W for dy Wᵀ)
import { most } from "../fit/compare.ts";
import { shareLeft } from "../fit/parts.ts";
import { sameShape } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const adjoint: Hypothesis = ({ tensor, wiring: measure }) => {
  const wiring = measure();
  if (!wiring?.isComplete || !sameShape(wiring.shape, wiring.outputShape)) return undefined;
  const { outputs, numeric, upstream } = wiring;
  if (upstream.some((c) => c === 0)) return undefined;
  const unexplained = shareLeft(wiring, (k, o) => (upstream[o] * numeric[o * outputs + k]) / upstream[k]);
  if (unexplained > most) return undefined;
  return {
    kind: "transposed",
    unexplained,
    message: `backward multiplies by the derivative of the output, and not by its transpose: a transpose is missing where the gradient of ${tensor.name} is computed, or one too many`,
  };
};
