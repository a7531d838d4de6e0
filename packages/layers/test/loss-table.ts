// Every loss with sample arguments, predictions and targets.
import { type Loss, log, type Rows, rng, type Tensor, tensor, zeros } from "@nudge/core";
import {
  cosine,
  hinge,
  huber,
  klDivergence,
  logSoftmax,
  meanAbsoluteError,
  meanSquaredError,
  negativeLogLikelihood,
  sigmoid,
  sigmoidCrossEntropy,
  smoothL1,
  softmax,
  softmaxCrossEntropy,
} from "../src/index.ts";
import type { Shape } from "./table.ts";

/** What a target holds: any numbers, numbers from 0 to 1, distributions or their logarithms, or labels. */
type Kind = "numbers" | "shares" | "distributions" | "logarithms" | "labels" | "one-hot";

export interface LossRow {
  /** The code that makes the loss. */
  readonly code: string;
  readonly loss: Loss;
  readonly target: Kind;
  /** Prediction shapes to try it at. */
  readonly predictions: readonly [Shape, Shape, Shape];
  /** Whether the prediction holds log-probabilities. */
  readonly logarithms?: boolean;
}

const anyShape: LossRow["predictions"] = [
  [1, 1],
  [8, 3],
  [2, 3, 4],
];
const classes: LossRow["predictions"] = [
  [1, 4],
  [5, 4],
  [9, 4],
];

export const losses: readonly LossRow[] = [
  { code: "meanSquaredError()", loss: meanSquaredError(), target: "numbers", predictions: anyShape },
  {
    code: 'meanSquaredError({ reduction: "sum" })',
    loss: meanSquaredError({ reduction: "sum" }),
    target: "numbers",
    predictions: anyShape,
  },
  { code: "meanAbsoluteError()", loss: meanAbsoluteError(), target: "numbers", predictions: anyShape },
  { code: "huber()", loss: huber(), target: "numbers", predictions: anyShape },
  {
    code: 'huber(0.5, { reduction: "sum" })',
    loss: huber(0.5, { reduction: "sum" }),
    target: "numbers",
    predictions: anyShape,
  },
  { code: "smoothL1(0.5)", loss: smoothL1(0.5), target: "numbers", predictions: anyShape },
  { code: "softmaxCrossEntropy()", loss: softmaxCrossEntropy(), target: "labels", predictions: classes },
  { code: "softmaxCrossEntropy()", loss: softmaxCrossEntropy(), target: "one-hot", predictions: classes },
  {
    code: "softmaxCrossEntropy()",
    loss: softmaxCrossEntropy(),
    target: "distributions",
    predictions: classes,
  },
  {
    code: "softmaxCrossEntropy({ labelSmoothing: 0.1, classWeights: [1, 2, 0.5, 3] })",
    loss: softmaxCrossEntropy({ labelSmoothing: 0.1, classWeights: [1, 2, 0.5, 3] }),
    target: "labels",
    predictions: classes,
  },
  {
    code: "softmaxCrossEntropy({ labelSmoothing: 0.2, classWeights: [1, 2, 0.5, 3] })",
    loss: softmaxCrossEntropy({ labelSmoothing: 0.2, classWeights: [1, 2, 0.5, 3] }),
    target: "distributions",
    predictions: classes,
  },
  { code: "sigmoidCrossEntropy()", loss: sigmoidCrossEntropy(), target: "shares", predictions: anyShape },
  {
    code: "sigmoidCrossEntropy({ positiveWeight: [1, 2, 0.5, 3] })",
    loss: sigmoidCrossEntropy({ positiveWeight: [1, 2, 0.5, 3] }),
    target: "shares",
    predictions: classes,
  },
  {
    code: "negativeLogLikelihood({ classWeights: [1, 2, 0.5, 3] })",
    loss: negativeLogLikelihood({ classWeights: [1, 2, 0.5, 3] }),
    target: "labels",
    predictions: classes,
    logarithms: true,
  },
  { code: "hinge()", loss: hinge(), target: "labels", predictions: classes },
  {
    code: 'hinge({ margin: 0.5, power: 2, reduction: "sum" })',
    loss: hinge({ margin: 0.5, power: 2, reduction: "sum" }),
    target: "one-hot",
    predictions: classes,
  },
  {
    code: "klDivergence()",
    loss: klDivergence(),
    target: "distributions",
    predictions: classes,
    logarithms: true,
  },
  {
    code: 'klDivergence({ logTarget: true, reduction: "mean" })',
    loss: klDivergence({ logTarget: true, reduction: "mean" }),
    target: "logarithms",
    predictions: classes,
    logarithms: true,
  },
  { code: "cosine()", loss: cosine(), target: "numbers", predictions: classes },
];

const pass = { training: false, rng: rng(0) };

/** A prediction and a target for it, from a seed. */
export function drawPair(
  { target, logarithms }: LossRow,
  shape: Shape,
  seed: number,
): { p: Tensor; t: Rows } {
  const stream = rng(seed);
  const size = shape.reduce((product, length) => product * length, 1);
  const normal = () =>
    tensor(
      Float64Array.from({ length: size }, () => stream.normal()),
      shape,
    );
  const shares = (x: Tensor) => softmax().forward(x, {}, pass, {})[0];
  const [n, count] = shape;
  const labels = () => Array.from({ length: n }, () => stream.integer(count));
  const targets: Record<Kind, () => Rows> = {
    numbers: normal,
    shares: () => sigmoid().forward(normal(), {}, pass, {})[0],
    distributions: () => shares(normal()),
    logarithms: () => log(shares(normal())),
    labels,
    "one-hot": () => {
      const rows = zeros(shape);
      for (const [row, label] of labels().entries()) rows.set(row, label, 1);
      return rows;
    },
  };
  const p = normal();
  return { p: logarithms ? logSoftmax().forward(p, {}, pass, {})[0] : p, t: targets[target]() };
}
