// Every layer and loss against our own checker, at several shapes and seeds.
import { type Layer, map, rng, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import "../../gradcheck/src/matchers/vitest.ts";
import { dense, meanSquaredError, relu, sequential, sigmoid, softmaxCrossEntropy, tanh } from "./index.ts";

const seeds = [0, 1, 2, 3, 4];

const layers: [Layer, ...inputs: string[]][] = [
  [dense(1, 1), "1 1", "6 1"],
  [dense(3, 5), "1 3", "4 3"],
  [dense(7, 2), "2 7"],
  [relu(), "10", "4 3", "2 3 2"],
  [tanh(), "1", "4 3", "2 3 2"],
  [sigmoid(), "1", "4 3", "2 3 2"],
  [sequential(dense(2, 3)), "4 2"],
  [sequential(dense(3, 4), relu(), dense(4, 4), sigmoid(), dense(4, 2)), "1 3", "5 3"],
  [sequential(tanh(), sequential(dense(3, 2), tanh()), dense(2, 2)), "4 3"],
];

for (const [layer, ...inputs] of layers) {
  for (const input of inputs.map((shape) => shape.split(" ").map(Number))) {
    test.each(seeds)(`${layer} at [${input}], seed %i`, (seed) => {
      expect(layer).toPassGradcheck({ input, seed });
    });
  }
}

function normal(shape: number[], seed: number) {
  const stream = rng(seed);
  return map(zeros(shape), () => stream.normal());
}

for (const shape of [
  [1, 1],
  [8, 3],
  [2, 3, 4],
]) {
  test.each(seeds)(`meanSquaredError() at [${shape}], seed %i`, (seed) => {
    expect(meanSquaredError()).toPassGradcheck({ prediction: shape, target: shape, seed });
  });
}

for (const [n, classes] of [
  [1, 2],
  [5, 4],
  [16, 10],
]) {
  test.each(seeds)(`softmaxCrossEntropy() at [${n},${classes}], seed %i`, (seed) => {
    const stream = rng(seed + 100);
    const labels = Array.from({ length: n }, () => stream.integer(classes));
    const oneHot = zeros([n, classes]);
    for (const [row, label] of labels.entries()) oneHot.set(row, label, 1);
    const prediction = normal([n, classes], seed);
    for (const target of [labels, oneHot])
      expect(softmaxCrossEntropy()).toPassGradcheck({ prediction, target });
  });
}
