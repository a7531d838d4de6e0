// g is n turned round in several axes at once: a kernel rotated by 180 degrees
import { compare, convinces } from "../fit/compare.ts";
import { gather, indicesAlong, stridesOf } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";

export const rotated: Hypothesis = ({ tensor }) => {
  const { shape, numeric, error } = tensor;
  const axes = shape.flatMap((length, axis) => (length > 1 ? [axis] : []));
  for (let count = 2; count <= axes.length; count++) {
    const last = axes.slice(-count);
    const strides = stridesOf(shape);
    const alongs = last.map((axis) => indicesAlong(shape, axis));
    const from = Int32Array.from(numeric, (_, k) =>
      last.reduce((to, axis, i) => to + (shape[axis] - 1 - 2 * alongs[i][k]) * strides[axis], k),
    );
    const found = compare(tensor, { value: gather(numeric, from), error: gather(error, from), choices: 4 });
    if (!convinces(found)) continue;
    return {
      kind: "permuted",
      unexplained: found.unexplained,
      message: `the values are right, but turned round in axes ${last.join(" and ")}: rotated by 180 degrees`,
    };
  }
  return undefined;
};
