// g[i] = n[i + s] along an axis: what starts too early or too late. What comes in at the end is unknown.
import { stridesOf } from "@nudge/core/internal";
import { count } from "../../words/describe.ts";
import type { Hypothesis } from "../candidate.ts";
import { indicesAlong, rearranged } from "../layout.ts";

const furthest = 16;

export const shifted: Hypothesis = function* ({ tensor }) {
  const { shape, name } = tensor;
  for (const [axis, length] of shape.entries()) {
    const stride = stridesOf(shape)[axis];
    const along = indicesAlong(shape, axis);
    for (let size = 1; size <= Math.min(length / 2, furthest); size++) {
      for (const shift of [-size, size]) {
        const from = along.map((i, k) => (i + shift < 0 || i + shift >= length ? -1 : k + shift * stride));
        yield {
          kind: "permuted",
          ...rearranged(tensor, from),
          choices: 2 * length,
          message: `backprop is the numeric gradient shifted by ${count(size, "place")} towards the ${shift > 0 ? "start" : "end"}${shape.length === 1 ? "" : ` along axis ${axis}`}: an offset of the gradient of ${name} is wrong by ${size}`,
        };
      }
    }
  }
};
