// g = nᵀ, or n in the memory order of its transpose
import { isConstantAlong, transpositionOf } from "../fit/transposition.ts";
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

/** A gradient that should be spread out along one axis, and is along another. */
export const spreadAlongWrongAxis: Hypothesis = ({ tensor }) => {
  const found = transpositionOf(tensor);
  if (!found?.square) return undefined;
  const { numeric, analytic, shape, name } = tensor;
  const alone = (values: Float64Array) => found.axes.filter((axis) => isConstantAlong(values, shape, axis));
  const [right, wrong] = [alone(numeric), alone(analytic)];
  if (right.length !== 1 || wrong.length !== 1 || right[0] === wrong[0]) return undefined;
  return {
    kind: "wrong-axis",
    unexplained: found.unexplained,
    message: `backprop is the same all along axis ${wrong[0]} of ${name}, where the numeric gradient is the same along axis ${right[0]}: it is spread along the wrong axis`,
  };
};
