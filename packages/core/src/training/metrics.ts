// A metric is a number that is watched but not trained on.

import { hasFunctions } from "../arguments/has-functions.ts";
import { list, made } from "../arguments/reader.ts";
import { formatShape, sameShape } from "../arguments/shape.ts";
import { describeTensors } from "../tensor/input.ts";
import { map } from "../tensor/map.ts";
import { argmax } from "../tensor/reduce.ts";
import { reshape } from "../tensor/reshape.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";

/** A number from all predictions for a set of data and their targets, reported under its name. */
export interface Metric<Name extends string = string> {
  /** What it is reported under. */
  readonly name: Name;
  /** The number of all predictions and targets of a set of data, the rows of both along the first axis. */
  evaluate(prediction: Tensor, target: Tensor): number;
  /** The code that makes it. */
  toString(): string;
}

export const metricsReader = () =>
  list(
    "a list such as [accuracy()]",
    made<Metric>("a metric such as accuracy()", (value) => hasFunctions(value, "evaluate")),
    [],
  );

/** The loss, and each metric under its name. */
export type Scores<M extends readonly Metric[]> = { readonly loss: number } & {
  readonly [Name in M[number]["name"]]: number;
};

/** The class 0 or 1 of a probability; NaN is in neither. */
const binaryClass = (probability: number) => (probability > 0.5 ? 1 : probability <= 0.5 ? 0 : Number.NaN);

/**
 * The share of rows whose class is predicted right, from 0 to 1.
 *
 * Predictions `[n, classes]` are read by their largest entry, and compared with labels `[n]` or one-hot rows
 * `[n, classes]`; a single column of probabilities, `[n, 1]` or `[n]`, is 1 above 0.5, and compared with 0 and 1.
 * Throws when the shapes do not fit.
 *
 * @example
 * import { accuracy, tensor } from "@nudge/core";
 *
 * console.log(accuracy().evaluate(tensor([[2, 1], [0, 3]]), tensor([0, 0])));
 * // 0.5
 */
export function accuracy(): Metric<"accuracy"> {
  return {
    name: "accuracy",
    evaluate(prediction, target) {
      if (!isTensor(prediction))
        throw new Error(`accuracy: expected predictions as one tensor, got ${describeTensors(prediction)}`);
      const { shape, size } = prediction;
      const [n] = shape;
      const labels = target.size === n && target.shape[0] === n;
      if (shape.length === 0 || shape.length > 2 || !(labels || sameShape(target.shape, shape))) {
        const got = `${formatShape(shape)} and ${formatShape(target.shape)}`;
        throw new Error(
          `accuracy: expected predictions [n, classes] and targets [n] or [n, classes], got ${got}`,
        );
      }
      const predicted = size === n ? map(reshape(prediction, [n]), binaryClass) : argmax(prediction, 1);
      const actual = labels ? reshape(target, [n]) : argmax(target, 1);
      let right = 0;
      for (let i = 0; i < n; i++) if (predicted.get(i) === actual.get(i)) right++;
      return right / n;
    },
    toString: () => "accuracy()",
  };
}
