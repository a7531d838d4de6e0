// g = J c where it should be Jᵀ c: backward applies the derivative itself, and not its transpose (dx = dy W for dy Wᵀ)
import { sameShape } from "@nudge/core/internal";
import type { Hypothesis } from "../candidate.ts";

export const adjoint: Hypothesis = ({ tensor, parts: measure }) => {
  const parts = measure();
  if (!parts?.isComplete || !sameShape(parts.shape, parts.outputShape)) return [];
  const { outputs, numeric, upstream } = parts;
  if (upstream.some((c) => c === 0)) return [];
  return [
    {
      kind: "transposed",
      part: (k, o) => (upstream[o] * numeric[o * outputs + k]) / upstream[k],
      message: `backward multiplies by the derivative of the output, and not by its transpose: a transpose is missing where the gradient of ${tensor.name} is computed, or one too many`,
    },
  ];
};
