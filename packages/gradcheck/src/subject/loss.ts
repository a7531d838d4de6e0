// A loss: its prediction is the one tensor, the target stays as it is.
import { formatShape, full, type Loss, type NestedArray, rng, type Target } from "@nudge/core";
import { ArgumentError } from "../words/argument-error.ts";
import { codeOf, codeOfValues } from "../words/code.ts";
import { copyOf } from "./copy-of.ts";
import { targetOf } from "./model.ts";
import { ratesOf } from "./rates.ts";
import { batchOf, takeRows } from "./rows.ts";
import type { Subject } from "./subject.ts";
import { drawnOf, isShape, type ShapeOrValues, valuesOf } from "./values.ts";

/**
 * Whether a flat target beside the shape of a prediction is a shape too, and not one label for each row. Throws where
 * it may be both, or can be neither.
 */
function isTargetShape(target: readonly number[], prediction: readonly number[]): boolean {
  const [rows] = prediction;
  if (`${target}` === `${prediction}`) return true;
  const shape = target.length <= prediction.length && target.every((n) => Number.isInteger(n) && n > 0);
  const labels = target.length === rows;
  if (shape !== labels) return shape;
  const given = `target [${target.join(", ")}] beside the prediction ${formatShape(prediction)}`;
  throw new ArgumentError(
    shape
      ? `${given} may be a shape or ${rows === 1 ? "one label" : `${rows} labels`}: labels go in an Int32Array, values in a tensor`
      : `${given} is neither a shape for it nor one label for each row`,
  );
}

export function subjectOfLoss(
  loss: Loss,
  {
    prediction,
    target,
    seed = 0,
  }: { prediction: ShapeOrValues; target: Target | NestedArray; seed?: number },
): Subject {
  const stream = rng(seed);
  const p = valuesOf("prediction", prediction, () => stream.normal());
  const isTargetDrawn = isShape(prediction) && isShape(target) && isTargetShape(target, prediction);
  const t = isTargetDrawn ? valuesOf("target", target, () => stream.normal()) : targetOf(target);
  return {
    name: String(loss),
    rates: ratesOf(loss),
    tensors: { prediction: p },
    scalar: true,
    forward({ prediction }) {
      const [value, cache] = loss.forward(prediction as typeof p, copyOf(t));
      return [full([], value), cache];
    },
    backward: (_upstream, cache) => ({ prediction: loss.backward(cache) }),
    batch: batchOf([p, t], (rows) =>
      subjectOfLoss(loss, { prediction: takeRows(p, rows), target: takeRows(t, rows), seed }),
    ),
    drawn: drawnOf(isTargetDrawn ? { prediction, target } : { prediction }),
    call: {
      verb: "gradcheckLoss",
      subject: String(loss),
      options: { prediction: codeOf(prediction, "prediction"), target: codeOfValues(target, "target") },
    },
  };
}
