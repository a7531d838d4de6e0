// g = nᵀ, or n in the memory order of its transpose
import { transpositionOf } from "../fit/transposition.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const transposed: Hypothesis = ({ tensor }) => {
  const found = transpositionOf(tensor);
  if (found === undefined) return undefined;
  const { axes, square, unexplained } = found;
  const { shape, name } = tensor;
  const which = shape.length === 2 ? "" : ` in axes ${axes[0]} and ${axes[1]}`;
  const message = square
    ? `backprop equals the transpose of the numeric gradient${which}: a transpose of the gradient of ${name} is missing, or one too many`
    : `the values are right, but in the memory order of the transpose${which}: the gradient of ${name} is read as [${axes
        .map((axis) => shape[axis])
        .reverse()
        .join(", ")}]`;
  return { kind: "transposed", unexplained, message };
};
