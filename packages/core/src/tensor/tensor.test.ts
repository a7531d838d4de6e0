import ndarray, { type NdArray } from "ndarray";
import { expect, expectTypeOf, describe as group, test } from "vitest";
import { describe } from "../arguments/describe.ts";
import { add } from "./arithmetic.ts";
import { tensor } from "./create.ts";
import { zeros } from "./fill.ts";
import { matmul } from "./matmul.ts";
import { sum } from "./reduce.ts";
import { isTensor, type Tensor, type TypedArray } from "./tensor.ts";
import { toArray } from "./to-array.ts";

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

group("a view that is no tensor", () => {
  const view = (shape: number[], stride: number[], offset = 0) => {
    const x = zeros([2, 2]);
    return Object.assign(Object.create(Object.getPrototypeOf(x)), { data: x.data, shape, stride, offset });
  };

  test.each([
    ["that reaches outside its data of 4", [30, 30], [30, 1], 0],
    ["that reaches outside its data of 4", [2, 2], [2, 1], 1],
    ["that reaches outside its data of 4", [2, 2], [-2, 1], 1],
    ["that reaches outside its data of 4", [], [], 4],
    ["with 1 strides", [2, 2], [1], 0],
    ["whose strides are no whole numbers", [2, 2], [2, 0.5], 0],
    ["whose lengths are no whole numbers", [2, 1.5], [2, 1], 0],
    ["whose lengths are no whole numbers", [-2, 2], [2, 1], 0],
    ["whose offset is no whole number", [2], [1], 0.5],
    ["of 33 axes, which are more than 32", new Array(33).fill(1), new Array(33).fill(1), 0],
  ])("%s is refused by every operation", (flaw, shape, stride, offset) => {
    const x = view(shape, stride, offset);
    expect(isTensor(x)).toBe(false);
    expect(() => add(x, 1)).toThrow(`add: expected a tensor or a number, got a view [`);
    expect(() => matmul(x, x)).toThrow(flaw);
    expect(() => sum(x)).toThrow(flaw);
    expect(() => toArray(x)).toThrow(flaw);
  });

  test("reversed, stepped, broadcast and empty views are tensors", () => {
    for (const x of [view([2, 2], [-2, -1], 3), view([2], [3]), view([7, 2], [0, 1]), view([0, 99], [99, 1])])
      expect(isTensor(x)).toBe(true);
  });
});
