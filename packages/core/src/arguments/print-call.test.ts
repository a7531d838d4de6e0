import { expect, test } from "vitest";
import { defineLayer } from "../layer/define-layer.ts";
import { defineLoss } from "../layer/define-loss.ts";
import { zeros } from "../tensor/fill.ts";
import { printCall } from "./print-call.ts";

test.each([
  [[4, 32], "make(4, 32)"],
  [[], "make()"],
  [[4, { epsilon: 0.00001, bias: false }], "make(4, { epsilon: 0.00001, bias: false })"],
  [[{ "two words": 1, momentum: undefined }], 'make({ "two words": 1 })'],
  [[4, {}], "make(4)"],
  [[4, { bias: undefined }, undefined], "make(4)"],
  [['say "x"', null, true], 'make("say \\"x\\"", null, true)'],
  [["\x9b2J", { "\x1b": 1 }], 'make("\\u009b2J", { "\\u001b": 1 })'],
  [[[1, [2, 3]], Float64Array.of(4, 5)], "make([1, [2, 3]], [4, 5])"],
  [[1, undefined, 2, undefined, undefined], "make(1, undefined, 2)"],
  [[{ toString: () => "dense(4, 3)" }, [{ toString: () => "relu()" }]], "make(dense(4, 3), [relu()])"],
  [[zeros([2, 3]), Math.tanh, () => 0], "make(tensor [2, 3], tanh, function)"],
] as [unknown[], string][])("the call with %j prints as code", (args, printed) => {
  expect(printCall("make", args)).toBe(printed);
});

test("what is long or deep is not printed to its end", () => {
  const deep = Array.from({ length: 100 }).reduce((inner: unknown) => [inner], 1);
  expect(printCall("make", [new Array(1e9), new Float64Array(1e6), new Array(3).fill(1)])).toBe(
    "make(an array of 1000000000, a Float64Array, [1, 1, 1])",
  );
  expect(printCall("make", [deep])).toBe("make([[[[[...]]]]])");
});

test("a factory has the name of what it makes", () => {
  const passes = { forward: () => [0, 0] as never, backward: () => 0 as never };
  expect(defineLayer("scale", () => passes).name).toBe("scale");
  expect(defineLoss("huber", () => passes).name).toBe("huber");
});
