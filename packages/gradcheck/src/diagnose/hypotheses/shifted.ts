// g[i] = n[i + s] along an axis: a slice that starts too early or too late. What comes in at the end is unknown.
import { count } from "../../words/describe.ts";
import { type Comparison, compare, convinces } from "../fit/compare.ts";
import { gather, indicesAlong, stridesOf } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";

const furthest = 16;

export const shifted: Hypothesis = ({ tensor }) => {
  const { shape, numeric, error } = tensor;
  let best: (Comparison & { axis: number; shift: number }) | undefined;
  for (let axis = 0; axis < shape.length; axis++) {
    const length = shape[axis];
    const stride = stridesOf(shape)[axis];
    const along = indicesAlong(shape, axis);
    for (let size = 1; size <= Math.min(length / 2, furthest) && best === undefined; size++) {
      for (const shift of [size, -size]) {
        const from = along.map((i, k) => (i + shift < 0 || i + shift >= length ? -1 : k + shift * stride));
        const found = compare(tensor, {
          value: gather(numeric, from),
          error: gather(error, from),
          choices: 2 * length,
        });
        if (convinces(found)) best = { ...found, axis, shift };
      }
    }
  }
  if (best === undefined) return undefined;
  const { axis, shift, unexplained } = best;
  const steps = count(Math.abs(shift), "place");
  return {
    kind: "permuted",
    unexplained,
    message: `backprop is the numeric gradient shifted by ${steps} towards the ${shift > 0 ? "start" : "end"}${shape.length === 1 ? "" : ` along axis ${axis}`}: an offset of the gradient of ${tensor.name} is wrong by ${Math.abs(shift)}`,
  };
};
