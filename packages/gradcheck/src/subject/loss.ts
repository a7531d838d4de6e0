// A loss: its prediction, or each of several by name, is a tensor; the target stays as it is.
import { formatShape, full, isTensor, type Loss, type Output, type Rows, rng } from "@nudge/core";
import { ArgumentError } from "../words/argument-error.ts";
import { codeOf, codeOfValues } from "../words/code.ts";
import { copyOf } from "./copy-of.ts";
import { ratesOf } from "./rates.ts";
import { batchOf, takeRows } from "./rows.ts";
import type { Subject } from "./subject.ts";
import { drawnOf, type InputOrShape, isSeveral, isShape, severalOf, targetOf, valuesOf } from "./values.ts";

/** The shapes of predictions that are to be drawn; none where any was given as values. */
function shapesOf(prediction: InputOrShape): readonly (readonly number[])[] {
  const given: readonly unknown[] = isSeveral(prediction) ? Object.values(prediction) : [prediction];
  return given.every(isShape) ? given : [];
}

/**
 * Whether a flat target beside the shape of a prediction is a shape too, and not one label for each row. Throws where
 * it may be both, or can be neither.
 */
function isTargetShape(target: readonly number[], predictions: readonly (readonly number[])[]): boolean {
  const [prediction] = predictions;
  if (prediction === undefined) return false;
  if (predictions.some((shape) => `${target}` === `${shape}`)) return true;
  const [rows] = prediction;
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
  loss: Loss<unknown, Output>,
  { prediction, target, seed = 0 }: { prediction: InputOrShape; target: Rows | number; seed?: number },
): Subject {
  const stream = rng(seed);
  const p = severalOf("prediction", prediction, () => stream.normal());
  const isTargetDrawn = isShape(target) && isTargetShape(target, shapesOf(prediction));
  const t = isTargetDrawn ? valuesOf("target", target, () => stream.normal()) : targetOf(target);
  return {
    name: String(loss),
    rates: ratesOf(loss),
    tensors: { prediction: isTensor(p) ? p : { ...p } },
    scalar: true,
    forward({ prediction }) {
      const [value, cache] = loss.forward(prediction as Output, copyOf(t));
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
