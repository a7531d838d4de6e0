// Programs that models are written out as give what `predict` gives: in JavaScript to the bit.
import { createModel, rng, toSource } from "@nudge/core";
import { describe, expect, test } from "vitest";
import { thinnedRuns } from "../../../../test/thinned.ts";
import { dense, prelu, relu, sequential } from "../../src/index.ts";
import { drawRow, predictionOf, randomNet, tableModels, type Written } from "./models.ts";

type Predict = (x: ArrayLike<number>) => Float64Array | Float32Array;

/** What the text of a module exports; modules of which there are hundreds are run as functions. */
const load = (text: string): Predict => new Function(text.replace("export function", "return function"))();

function expectSameBits(written: Written, seed: number): void {
  const predict = load(toSource(written.model, { input: written.input }));
  const stream = rng(seed);
  for (let k = 0; k < 3; k++) {
    const row = drawRow(written.input, stream);
    const actual = predict(row.data);
    expect(Array.from(actual), `${written.code}, seed ${seed}`).toStrictEqual(predictionOf(written, row));
    expect(actual.constructor.name.toLowerCase()).toBe(`${written.model.dtype}array`);
  }
}

describe.each(["float64", "float32"] as const)("in JavaScript, of %s", (dtype) => {
  test.each(tableModels(dtype, 5))("$code of a row $input", (written) => expectSameBits(written, 6));

  test("nets of several layers", () => {
    for (let seed = 0; seed < thinnedRuns(400, 20); seed++) expectSameBits(randomNet(dtype, seed), seed);
  });

  test("a net so large that its weights are bytes", () => {
    const model = createModel(sequential(dense(60, 80), relu(), dense(80, 3)), { dtype, seed: 1 });
    const text = toSource(model);
    expect(text).toMatch(/atob/);
    expect(text.length).toBeLessThan(model.theta.byteLength * 1.4 + 3000);
    expectSameBits({ code: `${model.layer}`, model, input: [60] }, 2);
  });

  test("weights that no trained net has", () => {
    const model = createModel(dense(2, 3), { dtype });
    model.theta.set([
      -0,
      Number.NaN,
      Number.POSITIVE_INFINITY,
      5e-324,
      1e300,
      -1e21,
      0.1,
      1 / 3,
      1.1754943e-38,
    ]);
    expectSameBits({ code: "dense(2, 3)", model, input: [2] }, 3);
    // Of -1 and -0, the product is 0, and not -0.
    const bent = createModel(prelu(), { dtype });
    bent.theta[0] = -0;
    expectSameBits({ code: "prelu()", model: bent, input: [9] }, 3);
  });
});

test("the text is a module without imports", async () => {
  const model = createModel(dense(2, 1), { seed: 1 });
  const text = toSource(model);
  expect(text).not.toMatch(/import|require/);
  const module = await import(/* @vite-ignore */ `data:text/javascript,${encodeURIComponent(text)}`);
  expect(Object.keys(module)).toEqual(["predict"]);
  expect(module.predict([1, 2])).toEqual(model.predict([1, 2]).data);
});

test("an input that predict refuses is refused", () => {
  const predict = load(toSource(createModel(dense(2, 1))));
  expect(() => predict([1])).toThrow(new Error("predict: expected 2 numbers, got 1"));
  expect(() => predict([1, Number.NaN])).toThrow(new Error("predict: expected finite numbers, got NaN at 1"));
  const others = [
    "12",
    [1, null],
    ["1", 2],
    [true, 1],
    [[1], [2]],
    Array(2),
    [1, 1n],
    new Set([1, 2]),
    undefined,
  ];
  for (const row of others) {
    expect(() => createModel(dense(2, 1)).predict(row as number[])).toThrow();
    expect(() => predict(row as number[])).toThrow(/^predict: expected /);
  }
  const single = load(toSource(createModel(dense(2, 1), { dtype: "float32" })));
  expect(() => single([1, 1e39])).toThrow(new Error("predict: expected finite numbers, got 1e+39 at 1"));
});

test("a result is kept when the next one is computed", () => {
  const predict = load(toSource(createModel(dense(2, 1), { seed: 1 })));
  const first = predict([1, 2]);
  const before = Array.from(first);
  predict([3, 4]);
  expect(Array.from(first)).toEqual(before);
});
