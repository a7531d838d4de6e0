import ndarray, { type NdArray } from "ndarray";
import { expect, expectTypeOf, test } from "vitest";
import { describe } from "../arguments/describe.ts";
import { tensor } from "./create.ts";
import { zeros } from "./fill.ts";
import { isTensor, type Tensor, type TypedArray } from "./tensor.ts";

test("a tensor is an ndarray over float64 or float32 data, whoever made it", () => {
  expect(isTensor(ndarray(new Float64Array(6), [2, 3]))).toBe(true);
  expect(isTensor(ndarray(new Float32Array(1), []))).toBe(true);
  expect(isTensor(zeros([2, 3]).transpose(1, 0))).toBe(true);
  for (const other of [
    ndarray(new Int32Array(6), [2, 3]),
    ndarray([1, 2, 3]),
    zeros([]).pick(),
    new Float64Array(3),
    [1, 2],
    { data: new Float64Array(1), shape: [1] },
    1,
    "tensor",
    null,
    undefined,
  ]) {
    expect(isTensor(other)).toBe(false);
  }
});

test.each([
  [zeros([2, 3]), "a tensor [2, 3]"],
  [ndarray(new Int32Array(6), [2, 3]), "an ndarray of int32"],
  [[1, 2], "an array of 2"],
  [new Float64Array(2), "a Float64Array"],
  [new Int8Array(2), "an Int8Array"],
  [{}, "an Object"],
  [Object.create(null), "an Object"],
  ["a", '"a"'],
  ["a".repeat(50), "a string of 50"],
  [5n, "5n"],
  [Math.sin, "a function"],
  [Symbol("s"), "Symbol(s)"],
  [Number.NaN, "NaN"],
  [null, "null"],
  [undefined, "undefined"],
])("%o is described in an error message", (value, text) => {
  expect(describe(value)).toBe(text);
});

test("the entries of either precision can be added up by reduce", () => {
  const { data }: Tensor = tensor([
    [1, 2],
    [3, 4],
  ]);
  expect(data.reduce((total, value, index) => total + value * index, 0)).toBe(20);
  expect(data.reduce((most, value) => Math.max(most, value))).toBe(4);
});

test("an array of either precision is the data of a tensor, and the other way round", () => {
  expectTypeOf<Float64Array | Float32Array>().toExtend<TypedArray>();
  expectTypeOf<TypedArray>().toExtend<Float64Array | Float32Array>();
  expectTypeOf<NdArray<Float64Array>>().toExtend<Tensor>();
});
