import fc from "fast-check";
import { describe, expect, test } from "vitest";
import { arbitraryTensor, expectEntries, expectFresh, indices } from "../../test/arbitrary-view.ts";
import { tensor } from "./create.ts";
import { zeros } from "./fill.ts";
import { toArray } from "./to-array.ts";

/** Calls `tensor` as JavaScript may, without its types. */
const untyped = tensor as (values: unknown, shape?: unknown) => unknown;

test("nested arrays give their shape and entries", () => {
  const x = tensor([
    [
      [1, 2, 3],
      [4, 5, 6],
    ],
  ]);
  expect(x.shape).toEqual([1, 2, 3]);
  expect(x.dtype).toBe("float64");
  expect([...x.data]).toEqual([1, 2, 3, 4, 5, 6]);
  expect(tensor([]).shape).toEqual([0]);
  expect(tensor([[], []]).shape).toEqual([2, 0]);
  expect(tensor(3.5).shape).toEqual([]);
  expect(tensor(3.5).get()).toBe(3.5);
});

test("is the inverse of toArray where there are entries to tell the shape from", () => {
  fc.assert(
    fc.property(arbitraryTensor, (x) => {
      fc.pre(x.size > 0);
      expectEntries(tensor(toArray(x)), x.shape, (index) => x.get(...index));
    }),
  );
});

test("a flat array fills a shape in row-major order", () => {
  fc.assert(
    fc.property(arbitraryTensor, ({ shape, size }) => {
      const order = indices(shape).map(String);
      const x = tensor([...Array(size).keys()], shape);
      expectEntries(x, shape, (index) => order.indexOf(String(index)));
    }),
  );
  expect(toArray(tensor(7, [1, 1]))).toEqual([[7]]);
});

test("typed arrays are copied; only a Float32Array gives float32", () => {
  for (const Kind of [Float64Array, Float32Array, Int8Array, Int32Array, Uint8Array, Uint32Array]) {
    const values = Kind.of(1, 2, 3, 4);
    const x = tensor(values, [2, 2]);
    expect(x.dtype).toBe(Kind === Float32Array ? "float32" : "float64");
    expect(toArray(x)).toEqual([
      [1, 2],
      [3, 4],
    ]);
    expect(x.data.buffer).not.toBe(values.buffer);
    expectFresh(tensor(values));
  }
  const rows = tensor([Float32Array.of(0.5, 1), Uint8Array.of(2, 3)]);
  expect(rows.dtype).toBe("float64");
  expect(toArray(rows)).toEqual([
    [0.5, 1],
    [2, 3],
  ]);
});

test("the shape given is not kept", () => {
  const shape = [2, 2];
  const x = tensor([1, 2, 3, 4], shape);
  shape[0] = 9;
  expect(x.shape).toEqual([2, 2]);
});

test("NaN and Infinity are data", () => {
  const special = [Number.NaN, Number.POSITIVE_INFINITY, -0];
  expect(toArray(tensor(special))).toEqual(special);
});

describe("errors say where:", () => {
  test.each([
    [
      [
        [1, 2, 3, 4],
        [1, 2, 3, 4],
        [1, 2, 3],
      ],
      "tensor: row 2 has 3 values, row 0 has 4",
    ],
    [[[], [1]], "tensor: row 1 has 1 value, row 0 has 0"],
    [[[[1], [2]], [[3]]], "tensor: row 1 has 1 value, row 0 has 2"],
    [[[[1, 2]], [[3]]], "tensor: row [1, 0] has 1 value, row [0, 0] has 2"],
    [
      [
        [1, 2],
        ["abc", 3],
      ],
      'tensor: expected a number at [1, 0], got "abc"',
    ],
    [[1, null], "tensor: expected a number at [1], got null"],
    [[1, undefined], "tensor: expected a number at [1], got undefined"],
    // biome-ignore lint/suspicious/noSparseArray: a hole is what is tested
    [[1, , 3], "tensor: expected a number at [1], got undefined"],
    [[true], "tensor: expected a number at [0], got true"],
    [BigInt64Array.of(5n), "tensor: expected a number at [0], got 5n"],
    [[1, [2]], "tensor: expected a number at [1], got an array of 1"],
    [[[1], 2], "tensor: expected an array of 1 at [1], got 2"],
    [[[1], null], "tensor: expected an array of 1 at [1], got null"],
    [null, "tensor: expected a number or an array, got null"],
    ["12", 'tensor: expected a number or an array, got "12"'],
    [new Map(), "tensor: expected a number or an array, got a Map"],
    [zeros([2, 3]), "tensor: expected a number or an array, got a tensor [2, 3]"],
    [new DataView(new ArrayBuffer(8)), "tensor: expected a number or an array, got a DataView"],
  ])("%o", (values, message) => {
    expect(() => untyped(values)).toThrow(new Error(message));
  });

  test.each([
    [[1, 2, 3, 4, 5, 6], [4, 2], "tensor: 6 values do not fill shape [4, 2]"],
    [[1], [2], "tensor: 1 value does not fill shape [2]"],
    [[1, 2], [], "tensor: 2 values do not fill shape []"],
    [
      [
        [1, 2],
        [3, 4],
      ],
      [2],
      "tensor: expected a number at [0], got an array of 2",
    ],
    [[1, 2], [2, -1], "tensor: a shape is made of whole numbers >= 0, got [2, -1]"],
    [[1, 2], [0.5, 4], "tensor: a shape is made of whole numbers >= 0, got [0.5, 4]"],
    [[1, 2], [Number.NaN], "tensor: a shape is made of whole numbers >= 0, got [NaN]"],
    [[1, 2], 2, "tensor: expected a shape such as [4, 3], got 2"],
  ])("%o as %o", (values, shape, message) => {
    expect(() => untyped(values, shape)).toThrow(new Error(message));
  });
});
