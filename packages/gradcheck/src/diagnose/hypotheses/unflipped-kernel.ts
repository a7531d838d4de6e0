// What an output sends back arrives in the right window, in reverse order: a convolution kernel that is not turned round
import { stridesOf } from "@nudge/core/internal";
import type { Hypothesis } from "../candidate.ts";
import type { Parts } from "../evidence/evidence.ts";
import { indicesAlong } from "../layout.ts";
import { isPart } from "../models/parts.ts";

/** The first and the last index along an axis that each output has to do with. */
function windowsAlong(parts: Parts, along: Int32Array): (readonly [first: number, last: number])[] {
  const { rows, outputs, numeric } = parts;
  return Array.from({ length: outputs }, (_, o) => {
    const inside = Array.from(rows.keys()).filter((k) => isPart(parts, numeric[k * outputs + o]));
    const indices = inside.map((k) => along[k]);
    return [Math.min(...indices), Math.max(...indices)] as const;
  });
}

/**
 * For each output, the sum of any index and its mirror image in the window: first + last. A window that is cut off at an
 * end of the tensor is completed to the width of the others.
 */
function sumsAlong(windows: readonly (readonly [number, number])[], length: number): number[] {
  const width = Math.max(...windows.map(([first, last]) => last - first + 1));
  return windows.map(([first, last]) => {
    if (last - first + 1 === width) return first + last;
    return first === 0 ? 2 * last - width + 1 : last === length - 1 ? 2 * first + width - 1 : first + last;
  });
}

export const unflippedKernel: Hypothesis = function* ({ tensor, parts: measure }) {
  const parts = measure();
  if (!parts?.isComplete) return;
  const { shape, outputs, numeric } = parts;
  const strides = stridesOf(shape);
  const long = shape.flatMap((length, axis) => (length > 2 ? [axis] : []));
  for (const axes of [...long.map((axis) => [axis]), ...(long.length > 1 ? [long.slice(-2), long] : [])]) {
    const alongs = axes.map((axis) => indicesAlong(shape, axis));
    const sums = axes.map((axis, a) => sumsAlong(windowsAlong(parts, alongs[a]), shape[axis]));
    yield {
      kind: "permuted",
      part(k, o) {
        let from = k;
        for (const [a, axis] of axes.entries()) {
          const index = sums[a][o] - alongs[a][k];
          // What comes from beyond an end is not known.
          if (!(index >= 0 && index < shape[axis])) return Number.NaN;
          from += (index - alongs[a][k]) * strides[axis];
        }
        return numeric[from * outputs + o];
      },
      message: `what each output sends back to ${tensor.name} arrives in reverse order along axis ${axes.join(" and ")}: the kernel has to be turned round`,
    };
  }
};
