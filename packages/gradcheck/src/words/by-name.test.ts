import { expect, test } from "vitest";
import { expectNames, valueFor } from "./by-name.ts";

test("a name goes before patterns, and of several patterns the last one that matches counts", () => {
  const given = { "0.bias": 1, "*": 2, "*.bias": 3, "1.*": 4, "2.*.g*n": 5 };
  const found = ["0.bias", "0.weight", "3.bias", "1.bias", "1.2.bias", "2.0.gain", "2.gain"];
  expect(found.map((name) => valueFor(given, name))).toEqual([1, 2, 3, 4, 4, 5, 2]);
  expect(valueFor({ "*.bias": 1 }, "bias")).toBeUndefined();
  expect(valueFor({}, "constructor")).toBeUndefined();
});

test("a star stands for any characters, and all others for themselves", () => {
  const matches = (pattern: string, name: string) => valueFor({ [pattern]: 1 }, name) === 1;
  expect(matches("a.*", "a.\nb")).toBe(true);
  for (const character of ".+?^$" + "{}()|[]\\/") {
    expect(matches(`*${character}*`, `a${character}b`), character).toBe(true);
    expect(matches(`*${character}*`, "ab"), character).toBe(false);
  }
});

test("a name that there is not, and a pattern that matches nothing, are refused with the names there are", () => {
  const names = ["0.weight", "0.bias"];
  expect(() => expectNames("threshold", ["0.bias", "*.weight", "*"], names)).not.toThrow();
  expect(() => expectNames("threshold", ["0.bias", "*.gain"], names)).toThrow(
    'threshold: no tensor is called "*.gain"; there are "0.weight", "0.bias"',
  );
  expect(() => expectNames("skip", ["bias"], names)).toThrow('skip: no tensor is called "bias"');
});
