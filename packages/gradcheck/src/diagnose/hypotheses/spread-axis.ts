// g is the same all along one axis, where n is the same along another: spread along the wrong axis
import { isConstantAlong, transpositionOf } from "../fit/transposition.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const spreadAxis: Hypothesis = ({ tensor }) => {
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
