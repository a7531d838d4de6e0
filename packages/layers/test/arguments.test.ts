// What factories refuse, each with its own name and what came.
import { zeros } from "@nudge/core";
import { expect, test } from "vitest";
import * as nudge from "../src/index.ts";

const wrong = (value: unknown) => value as never;

test.each<[() => unknown, string]>([
  [() => nudge.leakyRelu(Number.NaN), "leakyRelu: slope must be a finite number, got NaN"],
  [() => nudge.elu(wrong("1")), 'elu: alpha must be a finite number, got "1"'],
  [() => nudge.softplus(0), "softplus: beta must be above 0, got 0"],
  [() => nudge.prelu(0), "prelu: channels must be a whole number above 0, got 0"],
  [
    () => nudge.gelu({ approximate: wrong("sigmoid") }),
    'gelu: approximate must be "none" or "tanh", got "sigmoid"',
  ],
  [
    () => nudge.gelu(wrong({ approximation: "tanh" })),
    'gelu: unknown option "approximation", did you mean "approximate"?',
  ],
  [() => nudge.hardTanh(1, -1), "hardTanh: minimum must be below maximum, got 1 and -1"],
  [
    () => nudge.averagePool1d(2, wrong(null)),
    "averagePool1d: expected options such as { stride: ... }, got null",
  ],
  [() => nudge.hardTanh(-1, wrong(null)), "hardTanh: maximum must be a number, got null"],
  [() => nudge.clip(0, wrong("6")), 'clip: maximum must be a number, got "6"'],
  [() => nudge.clip(wrong(undefined), 6), "clip: minimum must be a number, got undefined"],
  [() => nudge.softmax({ axis: 0.5 }), "softmax: axis must be a whole number, got 0.5"],
  [() => nudge.logSoftmax(wrong({ dim: 1 })), 'logSoftmax: unknown option "dim"; the options are "axis"'],
  [() => nudge.maxout(3, 2, 0), "maxout: pieces must be a whole number above 0, got 0"],
  [() => nudge.dense(3, 2, wrong({ bais: false })), 'dense: unknown option "bais", did you mean "bias"?'],
  [() => nudge.dense(3, 2, wrong(false)), "dense: expected options such as { bias: ... }, got false"],
  [() => nudge.dense(3, 2, { bias: wrong(0) }), "dense: bias must be true or false, got 0"],
  [
    () => nudge.residual(wrong(nudge.relu)),
    'residual: layer 0 must be a layer, got a function: are its "()" missing?',
  ],
  [() => nudge.concat(), "concat: expected at least one layer, got none"],
  [
    () => nudge.concat(nudge.relu(), wrong({ dim: 1 })),
    'concat: unknown option "dim"; the options are "axis"',
  ],
  [
    () => nudge.concat(wrong([nudge.dense(2, 3), nudge.relu()])),
    "concat: layer 0 must be a layer, got an array of 2: did you mean concat(dense(2, 3), relu())?",
  ],
  [() => nudge.sumOf(), "sumOf: expected at least one layer, got none"],
  [
    () => nudge.sequential(wrong([nudge.dense(2, 3), nudge.relu()])),
    "sequential: layer 0 must be a layer, got an array of 2: did you mean sequential(dense(2, 3), relu())?",
  ],
  [
    () => nudge.sequential(wrong(nudge.relu)),
    'sequential: layer 0 must be a layer, got a function: are its "()" missing?',
  ],
  [
    () => nudge.meanSquaredError().forward(zeros([32, 2]), zeros([32])),
    "meanSquaredError(): expected target [32, 2], got [32]",
  ],
  [() => nudge.flatten(0), "flatten: startAxis must be a whole number above 0, got 0"],
  [() => nudge.reshape([2, -1]), "reshape: shape[1] must be a whole number above 0, got -1"],
  [() => nudge.dropout(1), "dropout: rate must be at least 0 and below 1, got 1"],
  [() => nudge.embedding(0, 3), "embedding: count must be a whole number above 0, got 0"],
  [
    () => nudge.embedding(5, 3, { paddingIndex: 5 }),
    "embedding: paddingIndex must be an index 0 ... 4, got 5",
  ],
  [() => nudge.batchNorm(3, { momentum: 2 }), "batchNorm: momentum must be at least 0 and below 1, got 2"],
  [() => nudge.batchNorm(3, { epsilon: 0 }), "batchNorm: epsilon must be above 0, got 0"],
  [() => nudge.layerNorm([]), "layerNorm: shape must have at least one length, got []"],
  [() => nudge.layerNorm(wrong("3")), 'layerNorm: shape must be a length or a list of them, got "3"'],
  [() => nudge.reshape(wrong(4)), "reshape: shape must be a list of lengths, got 4"],
  [() => nudge.rmsNorm(2.5), "rmsNorm: shape must be a whole number above 0, got 2.5"],
  [() => nudge.conv1d(2, 3, 0), "conv1d: kernel must be a whole number from 1 on, got 0"],
  [
    () => nudge.conv2d(2, 3, 3, { stride: [1, 2, 3] }),
    "conv2d: stride must be a whole number from 1 on, or 2 of them, got an array of 3",
  ],
  [
    () => nudge.conv2d(2, 3, 3, { padding: wrong(null) }),
    "conv2d: padding must be a whole number from 0 on, or 2 of them, got null",
  ],
  [() => nudge.conv1d(2, 3, 3, { stride: 0 }), "conv1d: stride must be a whole number from 1 on, got 0"],
  [
    () => nudge.maxPool1d(2, { stride: wrong(null) }),
    "maxPool1d: stride must be a whole number from 1 on, got null",
  ],
  [
    () => nudge.averagePool2d([2, 4], { padding: [1, 3] }),
    "averagePool2d: padding must be up to half of the kernel, got 3 for 4",
  ],
  [
    () => nudge.conv2d(2, 3, 3, wrong({ pading: 1 })),
    'conv2d: unknown option "pading", did you mean "padding"?',
  ],
  [
    () => nudge.maxPool1d(2, { padding: 2 }),
    "maxPool1d: padding must be up to half of the kernel, got 2 for 2",
  ],
  [
    () => nudge.averagePool2d(2, { countPadding: wrong(1) }),
    "averagePool2d: countPadding must be true or false, got 1",
  ],
  [() => nudge.lstm(3, 0), "lstm: hidden must be a whole number above 0, got 0"],
  [() => nudge.gru(3, 2, { states: wrong("first") }), 'gru: states must be "last" or "all", got "first"'],
  [
    () => nudge.simpleRnn(3, 2, { initialState: wrong("yes") }),
    'simpleRnn: initialState must be true or false, got "yes"',
  ],
  [() => nudge.attention({ causal: wrong(1) }), "attention: causal must be true or false, got 1"],
  [() => nudge.multiHeadSelfAttention(6, 4), "multiHeadSelfAttention: heads must divide the size 6, got 4"],
  [
    () => nudge.multiHeadSelfAttention(4, 2, { causal: wrong(1) }),
    "multiHeadSelfAttention: causal must be true or false, got 1",
  ],
  [() => nudge.huber(0), "huber: delta must be above 0, got 0"],
  [() => nudge.smoothL1(-1), "smoothL1: beta must be above 0, got -1"],
  [
    () => nudge.meanSquaredError({ reduction: wrong("none") }),
    'meanSquaredError: reduction must be "mean" or "sum", got "none"',
  ],
  [
    () => nudge.softmaxCrossEntropy({ labelSmoothing: 1 }),
    "softmaxCrossEntropy: labelSmoothing must be at least 0 and below 1, got 1",
  ],
  [
    () => nudge.softmaxCrossEntropy({ classWeights: [1, -2] }),
    "softmaxCrossEntropy: classWeights[1] must be at least 0, got -2",
  ],
  [
    () => nudge.negativeLogLikelihood({ classWeights: [0, 0] }),
    "negativeLogLikelihood: classWeights must be numbers from 0 on, not all 0, got an array of 2",
  ],
  [
    () => nudge.softmaxCrossEntropy({ classWeights: wrong("12") }),
    'softmaxCrossEntropy: classWeights must be numbers from 0 on, not all 0, got "12"',
  ],
  [
    () => nudge.sigmoidCrossEntropy({ positiveWeight: wrong(null) }),
    "sigmoidCrossEntropy: positiveWeight must be a number above 0, or a list of them, got null",
  ],
  [
    () => nudge.sigmoidCrossEntropy({ positiveWeight: 0 }),
    "sigmoidCrossEntropy: positiveWeight must be above 0, got 0",
  ],
  [() => nudge.hinge({ power: wrong(3) }), "hinge: power must be 1 or 2, got 3"],
  [
    () => nudge.klDivergence({ reduction: wrong("batchmean") }),
    'klDivergence: reduction must be "batchMean", "mean" or "sum", got "batchmean"',
  ],
  [
    () => nudge.cosine(wrong({ margin: 0.5 })),
    'cosine: unknown option "margin"; the options are "reduction"',
  ],
])("%s", (make, message) => {
  expect(make).toThrow(new Error(message));
});
