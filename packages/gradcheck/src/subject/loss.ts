// A loss: its prediction is the one tensor, the target stays as it is.
import { full, type Loss, type NestedArray, rng, type Target } from "@nudge/core";
import { codeOf, codeOfValues } from "./code.ts";
import { copyOf, targetOf } from "./model.ts";
import type { Subject } from "./subject.ts";
import { isShape, type ShapeOrValues, valuesOf } from "./values.ts";

/**
 * A flat array is a shape where the prediction is one, unless it can only be labels: one for each row, and a zero among
 * them or more of them than the prediction has axes.
 */
function areLabels(target: readonly number[], prediction: readonly number[]): boolean {
  return target.length === prediction[0] && (target.includes(0) || target.length > prediction.length);
}

export function subjectOfLoss(
  loss: Loss,
  {
    prediction,
    target,
    seed = 0,
  }: { prediction: ShapeOrValues; target: Target | NestedArray; seed?: number },
): Subject {
  if (typeof loss?.forward !== "function" || typeof loss.backward !== "function")
    throw new Error(`gradcheckLoss: expected a loss, got ${loss}`);
  const stream = rng(seed);
  const p = valuesOf("gradcheckLoss", "prediction", prediction, () => stream.normal());
  const drawn = isShape(prediction) && isShape(target) && !areLabels(target, prediction);
  const t = drawn
    ? valuesOf("gradcheckLoss", "target", target, () => stream.normal())
    : targetOf("gradcheckLoss", target);
  return {
    name: String(loss),
    tensors: { prediction: p },
    scalar: true,
    forward({ prediction }) {
      const [value, cache] = loss.forward(prediction as typeof p, copyOf(t));
      return [full([], value), cache];
    },
    backward: (_upstream, cache) => ({ prediction: loss.backward(cache) }),
    call: {
      verb: "gradcheckLoss",
      subject: String(loss),
      options: { prediction: codeOf(prediction, "prediction"), target: codeOfValues(target, "target") },
    },
  };
}
