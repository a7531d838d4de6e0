// g is the same all along one axis, where n is the same along another: spread along the wrong axis
import type { Hypothesis } from "../candidate.ts";
import { isConstantAlong, transpositionsOf } from "../models/transposition.ts";

export const spreadAxis: Hypothesis = ({ tensor }) =>
  transpositionsOf(tensor).flatMap(({ axes, isSquare, ...claim }) => {
    const { numeric, analytic, shape, name } = tensor;
    const along = (values: Float64Array) => axes.filter((axis) => isConstantAlong(values, shape, axis));
    const [right, wrong] = [along(numeric), along(analytic)];
    if (!isSquare || right.length !== 1 || wrong.length !== 1 || right[0] === wrong[0]) return [];
    const message = `backprop is the same all along axis ${wrong[0]} of ${name}, where the numeric gradient is the same along axis ${right[0]}: it is spread along the wrong axis`;
    return [{ kind: "wrong-axis", ...claim, message }];
  });
