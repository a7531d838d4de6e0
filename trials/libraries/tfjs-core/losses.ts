// Losses.
import { within } from "../../operands.ts";
import type { Trial } from "../../trial.ts";
import type { Rows, Tf } from "./tf.ts";

export function losses(tf: Tf, { as, call }: Rows): Trial[] {
  const { losses } = tf as unknown as Readonly<Record<string, Tf>>;
  return [
    ...[
      "absoluteDifference",
      "meanSquaredError",
      "huberLoss",
      "hingeLoss",
      "logLoss",
      "sigmoidCrossEntropy",
    ].flatMap((loss) =>
      [undefined, [[1], [0], [2], [0.5]]].flatMap((weights) =>
        call(
          `losses.${loss}`,
          { labels: within(0, 1, [4, 3]), predictions: within(0.1, 0.9, [4, 3]) },
          weights,
        ),
      ),
    ),
    ...[
      [4, 3],
      [4, 1],
    ].flatMap((shape) =>
      ["NONE", "MEAN", "SUM", "SUM_BY_NONZERO_WEIGHTS"].flatMap((reduction, number) =>
        as(
          "losses.computeWeightedLoss",
          reduction,
          { losses: [4, 3], weights: within(0.5, 2, shape) },
          (values, weights) => losses.computeWeightedLoss(values, weights, number),
        ),
      ),
    ),
    ...as("losses.cosineDistance", "axis 1", { labels: [4, 3], predictions: [4, 3] }, (labels, predictions) =>
      losses.cosineDistance(labels, predictions, 1),
    ),
    ...as("losses.softmaxCrossEntropy", "labels one-hot", { logits: [3, 4] }, (logits) =>
      losses.softmaxCrossEntropy(tf.oneHot([0, 3, 1], 4), logits),
    ),
    ...as("losses.softmaxCrossEntropy", "smoothed", { logits: [3, 4] }, (logits) =>
      losses.softmaxCrossEntropy(tf.oneHot([0, 3, 1], 4), logits, undefined, 0.2),
    ),
    ...as("losses.softmaxCrossEntropy", "labels softmax(z)", { z: [3, 4], logits: [3, 4] }, (z, logits) =>
      losses.softmaxCrossEntropy(tf.softmax(z), logits),
    ),
  ];
}
