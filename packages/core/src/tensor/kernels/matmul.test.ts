import { expect, test } from "vitest";
import { matmul } from "./matmul.ts";

test("writes the product wherever offset and strides say, and nothing beside it", () => {
  const a = Float64Array.of(1, 2, 3, 4, 5, 6); // [3, 2]
  const b = Float64Array.of(1, 0, 10, 0, 1, 10); // [2, 3]
  const product = [
    [1, 2, 30],
    [3, 4, 70],
    [5, 6, 110],
  ];
  for (const [row, column] of [
    [4, 1],
    [1, 4],
    [-3, -10],
  ]) {
    const out = new Float64Array(40).fill(-1);
    matmul(3, 2, 3, out, 30 * Number(row < 0) + 5, row, column, a, 0, 2, 1, b, 0, 3, 1);
    for (const [i, entries] of product.entries()) {
      for (const [j, entry] of entries.entries()) {
        const at = 30 * Number(row < 0) + 5 + i * row + j * column;
        expect(out[at]).toBe(entry);
        out[at] = -1;
      }
    }
    expect(out).toEqual(new Float64Array(40).fill(-1));
  }
});
