// g is n turned round in several axes at once: a kernel rotated by 180 degrees
import { stridesOf } from "@nudge/core/internal";
import type { Hypothesis } from "../candidate.ts";
import { indicesAlong, rearranged } from "../layout.ts";

export const rotated: Hypothesis = function* ({ tensor }) {
  const { shape, numeric } = tensor;
  const strides = stridesOf(shape);
  const axes = shape.flatMap((length, axis) => (length > 1 ? [axis] : []));
  for (let count = 2; count <= axes.length; count++) {
    const last = axes.slice(-count);
    const alongs = last.map((axis) => indicesAlong(shape, axis));
    const from = Int32Array.from(numeric, (_, k) =>
      last.reduce((to, axis, i) => to + (shape[axis] - 1 - 2 * alongs[i][k]) * strides[axis], k),
    );
    yield {
      kind: "permuted",
      ...rearranged(tensor, from),
      choices: 4,
      message: `the values are right, but turned round in axes ${last.join(" and ")}: rotated by 180 degrees`,
    };
  }
};
