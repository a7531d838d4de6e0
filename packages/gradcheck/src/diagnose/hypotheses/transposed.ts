// g = nᵀ, or n in the memory order of its transpose
import type { Hypothesis } from "../candidate.ts";
import { transpositionsOf } from "../models/transposition.ts";

export const transposed: Hypothesis = ({ tensor }) =>
  transpositionsOf(tensor).map(({ axes: [a, b], isSquare, ...claim }) => {
    const { shape, name } = tensor;
    const which = shape.length === 2 ? "" : ` in axes ${a} and ${b}`;
    const message = isSquare
      ? `backprop equals the transpose of the numeric gradient${which}: a transpose of the gradient of ${name} is missing, or one too many`
      : `the values are right, but in the memory order of the transpose${which}: the gradient of ${name} is read as [${shape[b]}, ${shape[a]}]`;
    return { kind: "transposed", ...claim, message };
  });
