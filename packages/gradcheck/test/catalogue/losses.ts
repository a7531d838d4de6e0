// Bugs in losses: their sign, their reduction, and what is in the value but not in the gradient.
import { add, map, mean, multiply, negate, subtract, sum, type Tensor, tensor } from "@nudge/core";
import { dense, meanSquaredError, sequential, softmaxCrossEntropy, tanh } from "../../../layers/src/index.ts";
import { fill, logSumExp, rowSum, softmax } from "../corpus/algebra.ts";
import { drawTensor, mulberry32 } from "../corpus/draw.ts";
import { bugsOfLoss, bugsOfMap, type DrawnMap } from "./entry.ts";

const network = sequential(dense(4, 5), tanh(), dense(5, 3));
const labels = [0, 1, 2, 0, 1, 2, 1, 0];
const input = drawTensor([8, 4], -1, 1, mulberry32(1));
const target = drawTensor([8, 3], -1, 1, mulberry32(2));

const oneHot = (shape: readonly number[]) => fill(shape, (n, c) => (c === labels[n] ? 1 : 0));

/** The weights of the classes, and the smoothed targets of examples whose label is sure to nine parts of ten. */
const classWeights = tensor([1, 2, 0.5]);
const smooth = (shape: readonly number[]) => add(multiply(oneHot(shape), 0.9), 0.1 / shape[1]);

/** Σ −t log softmax(z) / n for any targets t. */
function crossEntropy(targets: (shape: readonly number[]) => Tensor): DrawnMap<null> {
  return {
    data: "*Z[8,3]{-2,2}",
    forward: ({ Z }) => {
      const logs = subtract(Z, logSumExp(Z));
      return [tensor(-sum(multiply(targets(Z.shape), logs)) / 8), null];
    },
    backward: (dy, _, { Z }) => {
      const t = targets(Z.shape);
      return { Z: multiply(dy, multiply(subtract(multiply(softmax(Z), rowSum(t)), t), 1 / 8)) };
    },
  };
}

const plain = crossEntropy(oneHot);
const least = 1e-7;

/** Two of the examples are so wrong that their probability is clipped. */
const clipped: DrawnMap<Tensor> = {
  data: "*Z[8,3]{-2,2}",
  change: ({ Z }) => ({ Z: fill(Z.shape, (n, c) => Z.get(n, c) - (n < 2 && c === labels[n] ? 20 : 0)) }),
  forward: ({ Z }) => {
    const P = softmax(Z);
    const losses = labels.map((label, n) => -Math.log(Math.max(P.get(n, label), least)));
    return [tensor(mean(tensor(losses))), P];
  },
  backward: (dy, P, tensors) => ({
    Z: map(
      plain.backward(dy, null, tensors).Z,
      fill(P.shape, (n) => P.get(n, labels[n])),
      (d, p) => (p > least ? d : 0),
    ),
  }),
};

export const losses = [
  ...bugsOfLoss(softmaxCrossEntropy(), network, { input, target: labels }, [
    { row: 3, name: "ascent", kinds: ["sign"], gradient: negate },
    {
      row: 5,
      name: "mean over the batch missing",
      kinds: ["factor"],
      gradient: (right) => multiply(right, 8),
    },
    {
      row: 6,
      name: "divided by the batch size twice",
      kinds: ["factor"],
      gradient: (right) => multiply(right, 1 / 8),
    },
    {
      row: 22,
      name: "softmax differentiated twice",
      gradient: (right, { probabilities: p }) => multiply(p, subtract(right, rowSum(multiply(right, p)))),
    },
  ]),
  ...bugsOfLoss(meanSquaredError(), network, { input, target }, [
    {
      row: 7,
      name: "divided by the inputs instead of the outputs",
      kinds: ["factor"],
      gradient: (right) => multiply(right, 3 / 4),
    },
    {
      row: 8,
      name: "factor 2 of the square forgotten",
      kinds: ["factor"],
      gradient: (right) => multiply(right, 0.5),
    },
    {
      row: 78,
      name: "gradient of the sum of absolute errors",
      gradient: (_, { error }) => map(error, Math.sign),
    },
  ]),
  ...bugsOfMap(clipped, [
    {
      row: 25,
      name: "probabilities clipped in the value only",
      kinds: ["support"],
      gradients: (_, dy, __, tensors) => plain.backward(dy, null, tensors),
    },
  ]),
  ...bugsOfMap(crossEntropy(smooth), [
    {
      row: 26,
      name: "labels smoothed in the value only",
      kinds: ["missing-term"],
      gradients: (_, dy, __, tensors) => plain.backward(dy, null, tensors),
    },
  ]),
  ...bugsOfMap(
    crossEntropy((shape) => multiply(oneHot(shape), classWeights)),
    [
      {
        row: 26,
        name: "classes weighted in the value only",
        kinds: ["support"],
        gradients: (_, dy, __, tensors) => plain.backward(dy, null, tensors),
      },
    ],
  ),
];
