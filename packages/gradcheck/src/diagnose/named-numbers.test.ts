import { expect, test } from "vitest";
import { factorText, fractionOf } from "./named-numbers.ts";

test("factors and fractions", () => {
  expect([1.001, 1.000001, 0.9999, 2, 1].map(factorText)).toEqual(["1.001", "1.000001", "0.9999", "2", "1"]);
  expect([0.8, 18, 1 / 4096, 0.12345].map((x) => fractionOf(x, 1e-9))).toEqual([
    "4/5",
    "18",
    "1/4096",
    undefined,
  ]);
});
