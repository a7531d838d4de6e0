import { expect, test } from "vitest";
import { blend, chain, dense, noise, relu } from "../../test/fixtures.ts";
import { createModel } from "../index.ts";

const model = createModel(chain(dense(4, 32), chain(relu(), noise()), dense(32, 3)));

test("a model prints layer by layer", () => {
  expect(`${model}`).toBe(
    [
      "layer              parameters",
      "0    dense(4, 32)         160",
      "1.0  relu()                 0",
      "1.1  noise()                0",
      "2    dense(32, 3)          99",
      "total                     259",
    ].join("\n"),
  );
});

test("a summary adds output shapes", () => {
  expect(model.summary([4])).toBe(
    [
      "layer              output   parameters",
      "0    dense(4, 32)  [n, 32]         160",
      "1.0  relu()        [n, 32]           0",
      "1.1  noise()       [n, 32]           0",
      "2    dense(32, 3)  [n, 3]           99",
      "total                              259",
    ].join("\n"),
  );
});

test("a layer that is no chain is the only one", () => {
  expect(createModel(dense(2, 3), { dtype: "float32" }).summary([2])).toBe(
    [
      "layer        output  parameters",
      "dense(2, 3)  [n, 3]           9",
      "total                         9",
    ].join("\n"),
  );
});

test("several inputs have a shape each", () => {
  expect(createModel(blend(2)).summary({ a: [2], b: [2] })).toContain("blend(2)  [n, 2]           2");
});

test("a shape that does not fit is refused by the layer", () => {
  expect(() => model.summary([5])).toThrow(new Error("dense(4, 32): expected input [n, 4], got [1, 5]"));
});
