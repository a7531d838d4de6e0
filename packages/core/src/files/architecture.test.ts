import { describe, expect, test } from "vitest";
import type { Layer } from "../layer/contract.ts";
import { defineLayer } from "../layer/define-layer.ts";
import { defineLoss } from "../layer/define-loss.ts";
import { tensor } from "../tensor/create.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { callOf, makeFrom } from "./architecture.ts";

const identity = () => ({
  forward: (x: Tensor) => [x, null] as const,
  backward: (dy: Tensor) => ({ input: dy }),
});

const layers = {
  dense: defineLayer("dense", (inputs: number, _outputs: number, _options?: { bias?: boolean }) => {
    if (inputs < 1) throw new Error("dense: inputs must be a whole number above 0, got 0");
    return identity();
  }),
  tanh: defineLayer("tanh", identity),
  clip: defineLayer("clip", (_low: number | undefined, _high: number) => identity()),
  residual: defineLayer("residual", (_layer: Layer) => identity()),
  sequential: defineLayer("sequential", (..._layers: Layer[]) => identity()),
  crossEntropy: defineLoss("crossEntropy", (_options?: { classWeights?: ArrayLike<number> }) => ({
    forward: () => [0, null],
    backward: () => tensor([0]),
  })),
};

const roundTrip = (made: Parameters<typeof callOf>[0]) =>
  makeFrom(JSON.parse(JSON.stringify(callOf(made, "save"))), layers, "load");

test.each([
  layers.dense(4, 3),
  layers.dense(4, 3, { bias: false }),
  layers.clip(Number.NEGATIVE_INFINITY, -0),
  layers.clip(undefined, 1e300),
  layers.sequential(
    layers.dense(2, 2),
    layers.residual(layers.sequential(layers.tanh(), layers.dense(2, 2))),
  ),
  layers.crossEntropy({ classWeights: [1, Number.NaN] }),
])("%s", (made) => {
  expect(`${roundTrip(made)}`).toBe(`${made}`);
});

test("typed arrays come back as lists", () => {
  const made = layers.crossEntropy({ classWeights: Float64Array.of(1, 2) });
  expect(`${roundTrip(made)}`).toBe(`${made}`);
});

describe("what is no call is refused", () => {
  test.each<[written: unknown, message: string]>([
    [
      { call: "dens", args: [] },
      'the file asks for "dens", which is not among the layers given; did you mean "dense"?',
    ],
    [
      { call: "x".repeat(1e6), args: [] },
      "the file asks for a string of 1000000, which is not among the layers given",
    ],
    [{ call: "toString", args: [] }, 'the file asks for "toString"'],
    [{ call: "__proto__", args: [] }, 'the file asks for "__proto__"'],
    [{ call: 4, args: [] }, "expected a name and arguments, got 4 and an array of 0"],
    [{ call: "dense", args: { length: 2 } }, 'expected a name and arguments, got "dense" and an Object'],
    [
      { call: "dense", args: [0, 3] },
      '"dense" cannot be made: dense: inputs must be a whole number above 0, got 0',
    ],
    [
      { call: "dense", args: [4, 3], more: 1 },
      'expected a call, options or a number, got { "call", "args", "more" }',
    ],
    [{ number: "1e9" }, 'expected a call, options or a number, got { "number" }'],
    [{}, "expected a call, options or a number, got {  }"],
  ])("%# %.40j", (written, message) => {
    expect(() => makeFrom(written, layers, "load")).toThrow(`load: ${message}`);
  });

  test("and what makes something else", () => {
    const factories = { dense: () => layers.tanh(), tanh: () => 7 };
    for (const call of ["dense", "tanh"])
      expect(() => makeFrom({ call, args: [] }, factories, "load")).toThrow(
        `"${call}" should make a layer or loss of that name`,
      );
  });
});

test("a layer made with a function is not written", () => {
  const made = { ...layers.tanh(), args: [{ start: Math.sin }] };
  expect(() => callOf(made, "save")).toThrow(
    "save: tanh was made with a function as argument 0.start, which no file can hold",
  );
});
