import { expect, test } from "vitest";
import { orthogonal } from "./orthogonal.ts";
import { rng } from "./rng.ts";

/** The largest |entry| of M Mᵀ - diagonal · I for M [rows, columns], or of Mᵀ M - diagonal · I when M is tall. */
function defect(values: ArrayLike<number>, rows: number, columns: number, diagonal: number): number {
  const entry = (vector: number, k: number) =>
    rows <= columns ? values[vector * columns + k] : values[k * columns + vector];
  let largest = 0;
  for (let a = 0; a < Math.min(rows, columns); a++)
    for (let b = 0; b <= a; b++) {
      let product = a === b ? -diagonal : 0;
      for (let k = 0; k < Math.max(rows, columns); k++) product += entry(a, k) * entry(b, k);
      largest = Math.max(largest, Math.abs(product));
    }
  return largest;
}

test.each([
  { shape: [4, 8] },
  { shape: [8, 4] },
  { shape: [5, 5] },
  { shape: [1, 1] },
  { shape: [3, 2, 3, 2] },
  { shape: [120, 120] },
  { shape: [200, 30] },
  { shape: [30, 200] },
])("$shape is orthogonal to rounding", ({ shape }) => {
  for (let seed = 0; seed < 5; seed++) {
    const x = orthogonal(shape)(rng(seed));
    expect(x.shape).toEqual(shape);
    expect(x.dtype).toBe("float64");
    expect(defect(x.data, shape[0], x.size / shape[0], 1)).toBeLessThan(1e-14);
  }
});

// Properties of PyTorch 1.13.1's orthogonal_ in float64: the diagonal of the product, and the Frobenius norm.
test.each([
  { shape: [4, 8], gain: 1, diagonal: 1, norm: 2 },
  { shape: [8, 4], gain: 1.5, diagonal: 2.25, norm: 3 },
  { shape: [5, 5], gain: Math.SQRT2, diagonal: 2.0000000000000004, norm: 3.1622776601683795 },
  { shape: [3, 2, 3, 2], gain: 1, diagonal: 1, norm: 1.7320508075688772 },
])("$shape with gain $gain", ({ shape, gain, diagonal, norm }) => {
  const x = orthogonal(shape, gain)(rng(0));
  expect(defect(x.data, shape[0], x.size / shape[0], diagonal)).toBeLessThan(1e-14);
  expect(Math.hypot(...x.data)).toBeCloseTo(norm, 13);
});

// Diaconis and Shahshahani, On the eigenvalues of random matrices, 1994: under the Haar measure, the trace has the first
// moments of a standard normal number. The Q of a QR whose R has diagonal entries of any sign fails this.
test("is Haar distributed: the trace has the moments of a normal number", () => {
  const random = rng(1);
  const n = 20000;
  const traces = Array.from({ length: n }, () => {
    const x = orthogonal([4, 4])(random);
    return x.get(0, 0) + x.get(1, 1) + x.get(2, 2) + x.get(3, 3);
  });
  const moment = (k: number) => traces.reduce((sum, trace) => sum + trace ** k, 0) / n;
  expect(Math.abs(moment(1))).toBeLessThan(4 * Math.sqrt(1 / n));
  expect(Math.abs(moment(2) - 1)).toBeLessThan(4 * Math.sqrt(2 / n));
  expect(Math.abs(moment(4) - 3)).toBeLessThan(4 * Math.sqrt(96 / n));
});

test("an empty matrix has no entries", () => {
  expect(orthogonal([0, 3])(rng(0)).shape).toEqual([0, 3]);
  expect(orthogonal([3, 0])(rng(0)).shape).toEqual([3, 0]);
});

test("refuses what is not a matrix, and a gain that is not finite", () => {
  expect(() => orthogonal([3])).toThrow("orthogonal: expected a shape with at least two axes, got [3]");
  expect(() => orthogonal([2, -1])).toThrow(/^orthogonal: .*\[2, -1\]/);
  expect(() => orthogonal([2, 2], Number.NaN)).toThrow("orthogonal: expected a finite gain, got NaN");
});
