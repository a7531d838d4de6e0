import { expect, test } from "vitest";
import { count, digits, digitsApart, listRanges, place } from "./describe.ts";

test("numbers", () => {
  expect([2, 0.1234567, 1e-9, 123456, 0].map(digits)).toEqual(["2", "0.1235", "1.000e-9", "1.235e+5", "0"]);
});

test("two numbers have the digits that tell them apart", () => {
  expect(digitsApart(2, 1.5)).toEqual(["2", "1.5"]);
  expect(digitsApart(0.1234567, 0.1234589)).toEqual(["0.123457", "0.123459"]);
  expect(digitsApart(1e-9, 1.00002e-9)).toEqual(["1.00000e-9", "1.00002e-9"]);
  expect(digitsApart(1, 1 + 2 ** -52)).toEqual(["1", String(1 + 2 ** -52)]);
  expect(digitsApart(Math.PI, Math.PI)).toEqual(["3.142", "3.142"]);
});

test("places", () => {
  expect(place("W", [2, 1])).toBe("W[2, 1]");
  expect(place("s", [])).toBe("s");
  expect(listRanges([0, 2, 4, 5, 6])).toBe("0, 2 and 4 to 6");
  expect([count(1, "entry", "entries"), count(2, "entry", "entries")]).toEqual(["1 entry", "2 entries"]);
});
