import { expect, expectTypeOf, test } from "vitest";
import { checkKeys, readOptions } from "./options.ts";
import { flag, oneOf, optional, positive } from "./reader.ts";

const allowed = ["learningRate", "beta1", "beta2", "epsilon"];

test.each([
  ["learningrate", "learningRate"],
  ["epsilom", "epsilon"],
  ["beta_1", "beta1"],
  ["Beta2", "beta2"],
])("%s is taken for a misspelling of %s", (key, meant) => {
  const rule = `adam: unknown option "${key}", did you mean "${meant}"?`;
  expect(() => checkKeys("adam", { [key]: 1 }, allowed)).toThrow(new Error(rule));
});

test("an option is quoted with what a terminal would obey written out", () => {
  const rule = 'sgd: unknown option "\\u009b2J"; the options are "momentum"';
  expect(() => checkKeys("sgd", { "\x9b2J": 1 }, ["momentum"])).toThrow(new Error(rule));
});

test("an option unlike any other is refused with the list of options", () => {
  const rule = 'sgd: unknown option "nesterov"; the options are "learningRate", "momentum"';
  expect(() => checkKeys("sgd", { nesterov: true }, ["learningRate", "momentum"])).toThrow(new Error(rule));
});

test.each([
  [0.01, "0.01"],
  [true, "true"],
  [null, "null"],
  ["fast", '"fast"'],
  [[1, 2], "an array of 2"],
  [() => 1, "a function"],
])("what is no object of options is refused: %o", (options, got) => {
  expect(() => checkKeys("adam", options as never, allowed)).toThrow(
    new Error(`adam: expected options such as { learningRate: ... }, got ${got}`),
  );
});

test("known options pass, undefined ones too", () => {
  expect(() => checkKeys("adam", { learningRate: 1, beta1: undefined }, allowed)).not.toThrow();
});

test("what is given may have another name than options", () => {
  expect(() => checkKeys("train", { input: 1 }, ["inputs", "targets"], ["data", "key"])).toThrow(
    new Error('train: unknown key "input", did you mean "inputs"?'),
  );
  expect(() => checkKeys("train", undefined as never, ["inputs"], ["data", "key"])).toThrow(
    new Error("train: expected data such as { inputs: ... }, got undefined"),
  );
});

interface Options {
  readonly rate: number;
  readonly nesterov?: boolean;
  readonly reduction?: "mean" | "sum";
  readonly decay?: number;
}
const readers = {
  rate: positive(),
  nesterov: flag(false),
  reduction: oneOf(["mean", "sum"], "mean"),
  decay: optional(positive()),
};
const read = (options?: Options) => readOptions("f", options, readers);

test("options are read with their defaults, and typed by their readers", () => {
  const options = read({ rate: 1, nesterov: undefined });
  expect(options).toEqual({ rate: 1, nesterov: false, reduction: "mean", decay: undefined });
  expectTypeOf(options).toEqualTypeOf<{
    readonly rate: number;
    readonly nesterov: boolean;
    readonly reduction: "mean" | "sum";
    readonly decay: number | undefined;
  }>();
});

test("options that are refused are named, those that are missing too", () => {
  expect(() => read({ rate: 0 })).toThrow(new Error("f: rate must be above 0, got 0"));
  expect(() => read()).toThrow(new Error("f: rate must be above 0, got undefined"));
  expect(() => read({ rat: 1 } as never)).toThrow(new Error('f: unknown option "rat", did you mean "rate"?'));
  expect(() => read(null as never)).toThrow(new Error("f: expected options such as { rate: ... }, got null"));
});

test("an option without a reader, or with one of another kind, does not compile", () => {
  const options: { rate?: number; decay?: number } = {};
  // @ts-expect-error: nothing reads decay
  expect(readOptions("f", options, { rate: positive(1) })).toEqual({ rate: 1 });
  // @ts-expect-error: rate is a number
  expect(readOptions("f", options, { rate: oneOf(["x"], "x"), decay: positive(1) }).rate).toBe("x");
});
