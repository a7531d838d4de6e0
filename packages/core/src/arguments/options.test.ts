import { expect, test } from "vitest";
import { checkOptions } from "./options.ts";

const allowed = ["learningRate", "beta1", "beta2", "epsilon"];

test.each([
  ["learningrate", "learningRate"],
  ["epsilom", "epsilon"],
  ["beta_1", "beta1"],
  ["Beta2", "beta2"],
])("%s is taken for a misspelling of %s", (key, meant) => {
  const rule = `adam: unknown option "${key}", did you mean "${meant}"?`;
  expect(() => checkOptions("adam", { [key]: 1 }, allowed)).toThrow(new Error(rule));
});

test("an option unlike any other is refused with the list of options", () => {
  const rule = 'sgd: unknown option "nesterov"; the options are "learningRate", "momentum"';
  expect(() => checkOptions("sgd", { nesterov: true }, ["learningRate", "momentum"])).toThrow(
    new Error(rule),
  );
});

test.each([
  [0.01, "0.01"],
  [true, "true"],
  [null, "null"],
  ["fast", '"fast"'],
  [[1, 2], "an array of 2"],
  [() => 1, "a function"],
])("what is no object of options is refused: %o", (options, got) => {
  expect(() => checkOptions("adam", options as never, allowed)).toThrow(
    new Error(`adam: expected options such as { learningRate: ... }, got ${got}`),
  );
});

test("known options pass, undefined ones too", () => {
  expect(() => checkOptions("adam", { learningRate: 1, beta1: undefined }, allowed)).not.toThrow();
});
