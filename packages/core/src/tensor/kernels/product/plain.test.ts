import fc from "fast-check";
import { expect, test } from "vitest";
import { arbitraryProduct, hasSameBits, referenceProduct, side } from "../../../../test/arbitrary-product.ts";
import { plainProduct } from "./plain.ts";

test("sums over k in order, in the precision of the matrices, into any layout and nothing beside it", () => {
  fc.assert(
    fc.property(arbitraryProduct(side), ([out, a, b]) => {
      const expected = referenceProduct(out, a, b);
      plainProduct(out, a, b);
      expect(hasSameBits(out.data, expected)).toBe(true);
    }),
  );
});

test("the precision of the matrices is that of each step: a small term beside a large one is lost in float32", () => {
  for (const [Data, sum] of [
    [Float64Array, 1],
    [Float32Array, 0],
  ] as const) {
    const a = {
      data: Data.of(2 ** 25, 1, -(2 ** 25)),
      offset: 0,
      rows: 1,
      columns: 3,
      rowStride: 3,
      columnStride: 1,
    };
    const b = { data: Data.of(1, 1, 1), offset: 0, rows: 3, columns: 1, rowStride: 1, columnStride: 1 };
    const out = { data: new Data(1), offset: 0, rows: 1, columns: 1, rowStride: 1, columnStride: 1 };
    plainProduct(out, a, b);
    expect(out.data[0]).toBe(sum);
  }
});
