// What an output sends back arrives in windows as long as those that forward reads, but at other distances: a stride is ignored.

import { stridesOf } from "@nudge/core/internal";
import type { Candidate, Hypothesis } from "../candidate.ts";
import type { Parts } from "../evidence/evidence.ts";
import { indicesAlong } from "../layout.ts";
import { isPart } from "../models/parts.ts";

/** The first index along an axis that each output has to do with, of those whose window is whole. */
function startsAlong(parts: Parts, values: Float64Array, along: Int32Array): Map<number, number> {
  const { outputs } = parts;
  const ends = new Map<number, [first: number, last: number]>();
  for (const [i, value] of values.entries()) {
    if (!isPart(parts, value)) continue;
    const [o, index] = [i % outputs, along[Math.floor(i / outputs)]];
    const [first, last] = ends.get(o) ?? [index, index];
    ends.set(o, [Math.min(first, index), Math.max(last, index)]);
  }
  const width = Math.max(...[...ends.values()].map(([first, last]) => last - first));
  const whole = [...ends].filter(([, [first, last]]) => last - first === width);
  return new Map(whole.map(([o, [first]]) => [o, first]));
}

/** start = stride × place + offset, where it is so for all outputs of a whole window. */
function lineThrough(starts: ReadonlyMap<number, number>, places: Int32Array) {
  const points = [...starts].map(([o, start]) => [places[o], start] as const);
  const [p, start] = points[0] ?? [0, 0];
  const other = points.find(([place]) => place !== p);
  if (other === undefined) return undefined;
  const stride = (other[1] - start) / (other[0] - p);
  const offset = start - stride * p;
  return points.every(([place, at]) => at === stride * place + offset) ? { stride, offset } : undefined;
}

export const stride: Hypothesis = function* ({ tensor, parts: measure }): Generator<Candidate> {
  const parts = measure();
  if (!parts?.isComplete || parts.shape.length !== parts.outputShape.length) return;
  const { shape, outputShape, outputs, numeric, analytic } = parts;
  const moved = shape.flatMap((length, axis) => {
    const [own, places] = [indicesAlong(shape, axis), indicesAlong(outputShape, axis)];
    const [read, returned] = [numeric, analytic].map((x) => lineThrough(startsAlong(parts, x, own), places));
    if (read === undefined || returned === undefined || read.stride === returned.stride) return [];
    const back = places.map((p) => (read.stride - returned.stride) * p + read.offset - returned.offset);
    return [{ axis, length, own, back, read, returned, step: stridesOf(shape)[axis] }];
  });
  if (moved.length === 0) return;
  const [{ axis, read, returned }] = moved;
  yield {
    kind: "permuted",
    part(k, o) {
      let from = k;
      for (const { own, back, length, step } of moved) {
        const index = own[k] + back[o];
        // What comes from beyond an end is not known.
        if (index < 0 || index >= length) return Number.NaN;
        from += back[o] * step;
      }
      return numeric[from * outputs + o];
    },
    message: `what neighbouring outputs send back to ${tensor.name} arrives ${returned.stride} apart along axis ${axis}, and forward reads it ${read.stride} apart: the stride is ignored, or another one`,
  };
};
