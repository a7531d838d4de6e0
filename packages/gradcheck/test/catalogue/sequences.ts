// Bugs in recurrence, attention and padding.
import { matmul, multiply, subtract, sum, type Tensor, tensor, transpose, zeros } from "@nudge/core";
import { fill, logSumExp, softmax } from "../corpus/algebra.ts";
import { attention, rnn, rnnGradients, scoreGradients, softmaxGradient } from "../corpus/bases/sequence.ts";
import { bugsOfMap, type DrawnMap } from "./entry.ts";

/** −1 where an example is padding. */
const labels = [0, 2, -1, 1, -1, 0];
const real = labels.filter((label) => label >= 0).length;

/** What cross-entropy gives back when the padding is counted or left out. */
const crossEntropyGradient = (dy: Tensor, Z: Tensor, counted: (label: number) => boolean) => {
  const P = softmax(Z);
  return multiply(
    dy,
    fill(Z.shape, (n, c) => (counted(labels[n]) ? (P.get(n, c) - (c === labels[n] ? 1 : 0)) / real : 0)),
  );
};

/** Cross-entropy of the examples that are not padding. */
const maskedCrossEntropy: DrawnMap<null> = {
  data: "*Z[6,3]{-2,2}",
  forward: ({ Z }) => {
    const logs = subtract(Z, logSumExp(Z));
    return [tensor(-sum(fill([6], (n) => (labels[n] < 0 ? 0 : logs.get(n, labels[n])))) / real), null];
  },
  backward: (dy, _, { Z }) => ({ Z: crossEntropyGradient(dy, Z, (label) => label >= 0) }),
};

export const sequences = [
  ...bugsOfMap(rnn, [
    {
      row: 57,
      name: "RNN: recurrent weights of the last step only",
      kinds: ["missing-sum", "missing-term"],
      gradients: (_, dy, h, tensors) => ({ Wh: rnnGradients(dy, h, tensors).last.Wh }),
    },
    {
      row: 58,
      name: "RNN: gradient of the initial state dropped",
      kinds: ["zero"],
      gradients: ({ h0 }) => ({ h0: zeros(h0.shape) }),
    },
    {
      row: 58,
      name: "RNN: the first step cut off",
      kinds: ["missing-sum", "missing-term"],
      gradients: (right, dy, h, tensors) => {
        const first = {
          ...tensors,
          X: fill(tensors.X.shape, (t, n, i) => (t === 0 ? 0 : tensors.X.get(t, n, i))),
        };
        return { Wx: rnnGradients(dy, h, first).all.Wx, h0: multiply(right.h0, 0) };
      },
    },
  ]),
  ...bugsOfMap(attention, [
    {
      row: 59,
      name: "attention: 1/√d missing in backward",
      kinds: ["factor"],
      gradients: ({ Q, K }) => ({ Q: multiply(Q, 2), K: multiply(K, 2) }),
    },
    {
      row: 60,
      name: "attention: causal mask missing in backward",
      kinds: ["support"],
      gradients: (_, dy, __, tensors) => {
        const P = softmax(multiply(matmul(tensors.Q, transpose(tensors.K)), 0.5));
        return scoreGradients(softmaxGradient(matmul(dy, transpose(tensors.V)), P), tensors);
      },
    },
  ]),
  ...bugsOfMap(maskedCrossEntropy, [
    {
      row: 61,
      name: "padding left out of the value only",
      kinds: ["support"],
      gradients: (_, dy, __, { Z }) => ({ Z: crossEntropyGradient(dy, Z, () => true) }),
    },
  ]),
];
