// g has the slices of n along an axis in another order: reversed, rotated, blocks exchanged
import { compare, convinces } from "../fit/compare.ts";
import { nameOrder, orderAlong } from "../fit/permutation.ts";
import { gather, indicesAlong, stridesOf } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";

const things = (rank: number, axis: number) =>
  rank === 1 ? "entries" : rank === 2 ? (axis === 0 ? "rows" : "columns") : "slices";

export const reordered: Hypothesis = ({ tensor }) => {
  const { shape, numeric, error } = tensor;
  for (let axis = 0; axis < shape.length; axis++) {
    const order = orderAlong(tensor, axis);
    const where = shape.length > 2 ? ` along axis ${axis}` : "";
    const said = order && nameOrder(order, things(shape.length, axis), where);
    if (order === undefined || said === undefined) continue;
    const stride = stridesOf(shape)[axis];
    const along = indicesAlong(shape, axis);
    const from = along.map((i, k) => k + (order[i] - i) * stride);
    const found = compare(tensor, {
      value: gather(numeric, from),
      error: gather(error, from),
      choices: shape[axis] ** 2,
    });
    if (!convinces(found)) continue;
    return {
      kind: "permuted",
      unexplained: found.unexplained,
      message: `the values are right, but in other places: the ${said}`,
    };
  }
  return undefined;
};
