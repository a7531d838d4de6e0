import { expect, test } from "vitest";
import { fractionOf } from "../diagnose/named-numbers.ts";
import { count, digits, factorText, lineText, listRanges, place, sliceText } from "./describe.ts";

test("numbers", () => {
  expect([2, 0.1234567, 1e-9, 123456, 0].map(digits)).toEqual(["2", "0.1235", "1.000e-9", "1.235e+5", "0"]);
  expect([1.001, 1.000001, 0.9999, 2, 1].map(factorText)).toEqual(["1.001", "1.000001", "0.9999", "2", "1"]);
  expect([0.8, 18, 1 / 4096, 0.12345].map((x) => fractionOf(x, 1e-9))).toEqual([
    "4/5",
    "18",
    "1/4096",
    undefined,
  ]);
});

test("places", () => {
  expect(place("W", [2, 1])).toBe("W[2, 1]");
  expect(place("s", [])).toBe("s");
  expect(listRanges([0, 2, 4, 5, 6])).toBe("0, 2 and 4 to 6");
  expect(sliceText(1, 0, [3])).toBe("entry 3");
  expect(sliceText(2, 1, [0, 1])).toBe("columns 0 and 1");
  expect(sliceText(3, 2, [3])).toBe("index 3 along axis 2");
  expect([lineText(2, 0), lineText(2, 1), lineText(3, 1)]).toEqual([
    "in each column",
    "in each row",
    "along axis 1",
  ]);
  expect([count(1, "entry", "entries"), count(2, "entry", "entries")]).toEqual(["1 entry", "2 entries"]);
});
