// Gradient checks as tests of Node's own runner; any other runner that fails on a thrown error will do.
import assert from "node:assert/strict";
import { describe, test } from "node:test";
import { defineLayer, map } from "@nudge/core";
import { assertGradients } from "@nudge/gradcheck";
import { dense, relu, sequential, softmaxCrossEntropy } from "@nudge/layers";

// y = x where x > 0, and slope x elsewhere      x: any shape -> y: the same
const leakyRelu = defineLayer("leakyRelu", (slope: number, backwardSlope: number = slope) => ({
  forward: (x) => [map(x, (value) => (value > 0 ? value : slope * value)), x],
  backward: (dy, x) => ({ input: map(dy, x, (d, value) => (value > 0 ? d : backwardSlope * d)) }),
}));

describe("gradients", () => {
  test("of a layer, at several seeds", () => {
    for (const seed of [0, 1, 2]) assertGradients(leakyRelu(0.1), { input: [4, 3], seed });
  });

  test("of a network", () => {
    assertGradients(sequential(dense(3, 4), relu(), dense(4, 2)), { input: [5, 3] });
  });

  test("of a loss", () => {
    const prediction = [
      [1, 0, 2],
      [0, 1, 0],
    ];
    assertGradients(softmaxCrossEntropy(), { prediction, target: Int32Array.of(2, 0) });
  });

  test("that are wrong throw what is wrong with them", () => {
    const forgotten = leakyRelu(0.1, 0);
    assert.throws(
      () => assertGradients(forgotten, { input: [4, 3] }),
      /^GradientError: gradient check FAILED/,
    );
  });
});
