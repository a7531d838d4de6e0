// A loss: its prediction is the one tensor, the target stays as it is.
import { full, type Loss, type NestedArray, rng, type Target } from "@nudge/core";
import { codeOf, codeOfValues } from "./code.ts";
import { targetOf } from "./model.ts";
import type { Subject } from "./subject.ts";
import { isShape, type ShapeOrValues, valuesOf } from "./values.ts";

export function subjectOfLoss(
  loss: Loss,
  {
    prediction,
    target,
    seed = 0,
  }: { prediction: ShapeOrValues; target: Target | NestedArray; seed?: number },
): Subject {
  const stream = rng(seed);
  const p = valuesOf("gradcheckLoss", "prediction", prediction, () => stream.normal());
  // A target is a shape only where the prediction is one: [0, 2, 1] is a list of labels elsewhere.
  const drawn = isShape(prediction) && isShape(target) && target.length > 1;
  const t = drawn
    ? valuesOf("gradcheckLoss", "target", target, () => stream.normal())
    : targetOf("gradcheckLoss", target);
  return {
    name: String(loss),
    tensors: { prediction: p },
    scalar: true,
    forward({ prediction }) {
      const [value, cache] = loss.forward(prediction as typeof p, t);
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
