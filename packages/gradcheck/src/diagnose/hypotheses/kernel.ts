// What an output sends back arrives in the right window, in reverse order: a kernel that should be turned round
import type { Wiring } from "../evidence/wiring.ts";
import { most } from "../fit/compare.ts";
import { isPart, shareLeft } from "../fit/parts.ts";
import { indicesAlong, stridesOf } from "../layout.ts";
import type { Hypothesis } from "./hypothesis.ts";

/** Where each entry lies once the window of output `o` is turned round in `axes`; -1 outside of it. */
function turned(
  wiring: Wiring,
  o: number,
  axes: readonly number[],
  alongs: readonly Int32Array[],
): Int32Array {
  const { rows, outputs, numeric, shape } = wiring;
  const strides = stridesOf(shape);
  const inside = Array.from(rows).filter((k) => isPart(wiring, numeric[k * outputs + o]));
  const from = new Int32Array(rows.length).fill(-1);
  const ends = axes.map((_, a) => {
    const indices = inside.map((k) => alongs[a][k]);
    return Math.min(...indices) + Math.max(...indices);
  });
  for (const k of inside)
    from[k] = axes.reduce((to, axis, a) => to + (ends[a] - 2 * alongs[a][k]) * strides[axis], k);
  return from;
}

export const kernel: Hypothesis = ({ tensor, wiring: measure }) => {
  const wiring = measure();
  if (!wiring?.isComplete) return undefined;
  const { shape, outputs, numeric, rows } = wiring;
  const long = shape.flatMap((length, axis) => (length > 2 ? [axis] : []));
  for (const axes of [...long.map((axis) => [axis]), ...(long.length > 1 ? [long.slice(-2), long] : [])]) {
    const alongs = axes.map((axis) => indicesAlong(shape, axis));
    const maps = Array.from({ length: outputs }, (_, o) => turned(wiring, o, axes, alongs));
    const valid = maps.every((from) => from.every((to) => to < rows.length));
    if (!valid) continue;
    const unexplained = shareLeft(wiring, (k, o) => (maps[o][k] < 0 ? 0 : numeric[maps[o][k] * outputs + o]));
    if (unexplained > most) continue;
    return {
      kind: "permuted",
      unexplained,
      message: `what each output sends back to ${tensor.name} arrives in reverse order along axis ${axes.join(" and ")}: the kernel has to be turned round`,
    };
  }
  return undefined;
};
