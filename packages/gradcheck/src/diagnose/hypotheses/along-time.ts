// Forward goes one way along an axis: an output depends on what has the same index or a lower one (a recurrence, a causal mask), or
// a higher one. Backward stops after a few steps, has another direction too, or is right for the first outputs alone.

import { count } from "../../words/describe.ts";
import type { Hypothesis } from "../candidate.ts";
import { mostUnexplained } from "../claims/value.ts";
import type { Parts } from "../evidence/evidence.ts";
import { indicesAlong } from "../layout.ts";
import { isPart } from "../models/parts.ts";

/** How many steps each part goes along an axis, counted in the direction in which forward goes; undefined where it goes both ways. */
function lagsAlong(parts: Parts, axis: number): Int32Array | undefined {
  const { shape, outputShape, outputs, numeric } = parts;
  if (outputShape[axis] !== shape[axis] || shape[axis] < 3) return undefined;
  const [own, other] = [indicesAlong(shape, axis), indicesAlong(outputShape, axis)];
  const all = Int32Array.from(numeric, (_, i) => other[i % outputs] - own[Math.floor(i / outputs)]);
  const seen = new Set(all.filter((_, i) => isPart(parts, numeric[i])));
  const [isLater, isEarlier] = [Math.max(...seen) > 0, Math.min(...seen) < 0];
  if (isLater === isEarlier) return undefined;
  return isLater ? all : all.map((lag) => -lag);
}

/** The lags from which on nothing comes back, where all before are right. */
function cutOff(parts: Parts, lags: Int32Array): number | undefined {
  const { numeric, analytic, error } = parts;
  const isRight = (i: number) =>
    Math.abs(analytic[i] - numeric[i]) <= error + mostUnexplained * Math.abs(numeric[i]);
  const off = lags.filter((_, i) => !isRight(i));
  if (off.length === 0) return undefined;
  const first = Math.min(...off);
  const isLost = lags.every((lag, i) => lag < first || Math.abs(analytic[i]) <= error);
  return first > 0 && isLost ? first : undefined;
}

export const alongTime: Hypothesis = function* ({ tensor: { name }, parts: measure }) {
  const parts = measure();
  if (!parts?.isComplete) return;
  const { shape, outputs, numeric, analytic } = parts;
  for (const axis of shape.keys()) {
    const lags = lagsAlong(parts, axis);
    if (lags === undefined) continue;
    const after = cutOff(parts, lags);
    if (after !== undefined)
      yield {
        kind: "missing-sum",
        part: (r, o) => (lags[r * outputs + o] < after ? numeric[r * outputs + o] : 0),
        message: `backprop of ${name} comes from ${after === 1 ? "the same index of the output" : `outputs up to ${count(after - 1, "step")} further on`} along axis ${axis}, and forward uses it beyond: the way back through the steps is cut off`,
      };
    if (analytic.some((g, i) => lags[i] < 0 && isPart(parts, g)))
      yield {
        kind: "support",
        part: (r, o) => analytic[r * outputs + o],
        message: `backprop of ${name} comes from outputs on both sides along axis ${axis}, and forward uses it on one side alone: a mask is missing in backward`,
      };
  }
};
