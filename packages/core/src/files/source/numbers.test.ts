import { expect, test } from "vitest";
import { shortest } from "./numbers.ts";

test.each([0.1, 1 / 3, 1e-45, 3.4028234663852886e38, 16777217, -2.5, 0, -0])(
  "the digits of float32 that give %d again",
  (x) => {
    const value = Math.fround(x);
    expect(Math.fround(shortest(value, "float32"))).toBe(value);
    expect(`${shortest(value, "float32")}`.replaceAll(/\D/g, "").length).toBeLessThanOrEqual(12);
  },
);

test("a number of few digits has no more", () => {
  expect([0.1, 1e10, 123.456].map((x) => shortest(Math.fround(x), "float32"))).toEqual([0.1, 1e10, 123.456]);
  expect(shortest(Math.fround(0.1), "float64")).toBe(Math.fround(0.1));
});
