// The first net of many people: biases that are still zero, and a row of zeros in the data. Behind the first layer all
// units of the next one stand exactly at their kink, in that row.
import { createModel, defineLayer, type Layer, map } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { thinned } from "../../../test/thinned.ts";
import { dense, meanSquaredError, relu, sequential, silu, tanh } from "../../layers/src/index.ts";
import { gradcheck, toText } from "../src/index.ts";

const input = [
  [0, 0],
  [0, 1],
  [1, 0],
  [1, 1],
];
const target = [[0], [1], [1], [0]];
const net = (activation: Layer, second: Layer = relu() as Layer) =>
  sequential(dense(2, 4), activation, dense(4, 6), second, dense(6, 1)) as Layer;
const seeds = Array.from({ length: 20 }, (_, seed) => seed);

describe.each([relu(), tanh(), silu()].map((layer) => [String(layer), layer as Layer] as const))(
  "xor behind %s",
  (_, activation) => {
    test.each(thinned(seeds, 4))("is right, from seed %i", (seed) => {
      const layer = gradcheck(net(activation), { input, seed });
      expect(layer.verdict, toText(layer)).toBe("pass");
      const options = { input, target, loss: meanSquaredError(), seed };
      const model = gradcheck(createModel(net(activation), { seed }), options);
      expect(model.verdict, toText(model)).toBe("pass");
    });
  },
);

/** relu whose backward takes another derivative at the kink, or elsewhere. */
const reluWith = (slope: (x: number) => number) =>
  defineLayer("relu", () => ({
    forward: (x) => [map(x, (v) => Math.max(v, 0)), x],
    backward: (dy, x) => ({ input: map(dy, x, (d, v) => d * slope(v)) }),
  }))() as Layer;

test.each([
  ["with a wrong slope above 0", (x: number) => (x > 0 ? 1.001 : 0)],
  ["with a slope far from both at 0", (x: number) => (x === 0 ? 100 : Number(x > 0))],
  ["with the slopes exchanged", (x: number) => Number(x < 0)],
])("a relu %s is found", (_, slope) => {
  for (const seed of [0, 1, 2])
    expect(gradcheck(net(tanh() as Layer, reluWith(slope)), { input, seed }).verdict).toBe("fail");
});

test("a relu with a slope of 2 at 0, at one kink alone, is found", () => {
  const slope = (x: number) => (x === 0 ? 2 : Number(x > 0));
  expect(gradcheck(reluWith(slope), { input: [[0, 1, -1]], seed: 1 }).verdict).toBe("fail");
});
