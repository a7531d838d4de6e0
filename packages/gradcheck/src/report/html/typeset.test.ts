import { expect, test } from "vitest";
import { place } from "../../words/describe.ts";
import { count, short, value, whole } from "./typeset.ts";

test.each([
  [0, "0"],
  [-0, "0"],
  [0.0342, "0.034"],
  [12.34, "12"],
  [-0.5, "−0.5"],
  [3.21e-3, "3.2×10⁻³"],
  [1e-7, "1.0×10⁻⁷"],
  [-4.56e20, "−4.6×10²⁰"],
  [Number.NaN, "NaN"],
  [Number.POSITIVE_INFINITY, "∞"],
  [Number.NEGATIVE_INFINITY, "−∞"],
])("%d is %s in two digits", (x, text) => expect(short(x)).toBe(text));

test.each([
  [0, "0"],
  [-0.065602211, "−0.06560221"],
  [123456.78, "123456.8"],
  [1.5e-5, "1.500000×10⁻⁵"],
  [-2.5e100, "−2.500000×10¹⁰⁰"],
  [Number.NaN, "NaN"],
  [Number.NEGATIVE_INFINITY, "−∞"],
])("%d is %s in seven digits", (x, text) => expect(value(x)).toBe(text));

test("places and counts", () => {
  expect(place("weight", [3, 5])).toBe("weight[3, 5]");
  expect(place("loss", [])).toBe("loss");
  expect([count(1, "entry", "entries"), count(0, "entry", "entries")]).toEqual(["1 entry", "0 entries"]);
  expect([whole(9999), whole(1234567)]).toEqual(["9999", "1\u202f234\u202f567"]);
});
