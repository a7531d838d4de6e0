// g has the rows of n (or columns, or what is at each index of another axis) in another order: reversed, rotated, blocks
// exchanged
import { stridesOf } from "@nudge/core/internal";
import type { Hypothesis } from "../candidate.ts";
import { indicesAlong, rearranged } from "../layout.ts";
import { nameOrder, orderAlong } from "../models/order.ts";

const things = (rank: number, axis: number) =>
  rank === 1 ? "entries" : rank === 2 ? (axis === 0 ? "rows" : "columns") : "slices";

export const reordered: Hypothesis = function* ({ tensor }) {
  const { shape } = tensor;
  for (const [axis, length] of shape.entries()) {
    const order = orderAlong(tensor, axis);
    const where = shape.length > 2 ? ` along axis ${axis}` : "";
    const said = order && nameOrder(order, things(shape.length, axis), where);
    if (order === undefined || said === undefined) continue;
    const stride = stridesOf(shape)[axis];
    yield {
      kind: "permuted",
      ...rearranged(
        tensor,
        indicesAlong(shape, axis).map((i, k) => k + (order[i] - i) * stride),
      ),
      choices: length ** 2,
      message: `the values are right, but in other places: the ${said}`,
    };
  }
};
