import fc from "fast-check";
import ndarray from "ndarray";
import { expect, test } from "vitest";
import { zeros } from "../tensor/fill.ts";
import { describe } from "./describe.ts";

test.each([
  [undefined, "undefined"],
  [null, "null"],
  [Number.NaN, "NaN"],
  ["fast", '"fast"'],
  ["\x1b[2J\x9b31m\u202e", '"\\u001b[2J\\u009b31m\\u202e"'],
  ["x".repeat(41), "a string of 41"],
  [5n, "5n"],
  [Symbol("seed"), "Symbol(seed)"],
  [() => 1, "a function"],
  [[1, 2], "an array of 2"],
  [zeros([2, 3]), "a tensor [2, 3]"],
  [ndarray(new Int32Array(2)), "an ndarray of int32"],
  [{}, "an Object"],
  [Object.create(null), "an Object"],
  [{ constructor: { name: Symbol("x") } }, "an Object"],
  [new Map(), "a Map"],
] as [unknown, string][])("%s is described as %s", (value, words) => {
  expect(describe(value)).toBe(words);
});

test("whatever came, it can be described", () => {
  fc.assert(
    fc.property(fc.anything({ withBigInt: true, withNullPrototype: true, withTypedArray: true }), (value) => {
      expect(describe(value)).not.toBe("");
    }),
  );
});
