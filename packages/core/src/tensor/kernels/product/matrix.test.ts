import fc from "fast-check";
import { expect, test } from "vitest";
import { hasSameBits, matrixOf } from "../../../../test/arbitrary-product.ts";
import { arbitraryView } from "../../../../test/arbitrary-view.ts";
import { assign, columnsOf, type Matrix, rowsOf, transposed } from "./matrix.ts";

const entries = (x: Matrix) =>
  Array.from({ length: x.rows }, (_, i) =>
    Array.from({ length: x.columns }, (_, j) => x.data[x.offset + i * x.rowStride + j * x.columnStride]),
  );

const side = fc.oneof(fc.nat(4), fc.constantFrom(31, 32, 33, 40));
const view = (rows: number, columns: number) => arbitraryView([rows, columns], "float64").map(matrixOf);
const contiguous = (rows: number, columns: number) =>
  view(rows, columns).map(
    (x): Matrix => ({
      ...x,
      data: new Float64Array(x.offset + rows * columns),
      rowStride: columns,
      columnStride: 1,
    }),
  );

test("assign copies every entry, from any layout to any other, and writes nothing else", () => {
  const pair = fc.tuple(side, side).chain(([rows, columns]) => {
    const any = fc.oneof(
      view(rows, columns),
      contiguous(rows, columns),
      contiguous(columns, rows).map(transposed),
      contiguous(rows, columns + 3).map((x) => columnsOf(x, 1, columns + 1)),
    );
    return fc.tuple(any, any);
  });
  fc.assert(
    fc.property(pair, ([to, from]) => {
      for (let i = 0; i < from.data.length; i++) from.data[i] = i + 1;
      const source = from.data.slice();
      const beside = to.data.slice();
      const copied = entries(from);
      assign(to, from);
      expect(entries(to)).toEqual(copied);
      expect(hasSameBits(from.data, source)).toBe(true);
      const cleared = { ...to, data: to.data.slice() };
      assign(cleared, { ...cleared, data: beside });
      expect(hasSameBits(cleared.data, beside)).toBe(true);
    }),
  );
});

test("parts and the transposed matrix share the data", () => {
  const x: Matrix = {
    data: Float64Array.of(9, 1, 2, 3, 4, 5, 6),
    offset: 1,
    rows: 2,
    columns: 3,
    rowStride: 3,
    columnStride: 1,
  };
  expect(entries(transposed(x))).toEqual([
    [1, 4],
    [2, 5],
    [3, 6],
  ]);
  expect(entries(rowsOf(x, 1, 2))).toEqual([[4, 5, 6]]);
  expect(entries(columnsOf(x, 1, 3))).toEqual([
    [2, 3],
    [5, 6],
  ]);
  expect(transposed(x).data).toBe(x.data);
});
