import { expect, test } from "vitest";
import {
  checkArguments,
  count,
  countOrNone,
  finite,
  flag,
  list,
  made,
  notNegative,
  oneOf,
  optional,
  part,
  positive,
  type Reader,
  share,
  wholeNumber,
} from "./reader.ts";

test.each<[Reader<unknown>, string, readonly unknown[], readonly unknown[]]>([
  [finite(), "a finite number", [-1.5, 0], [Number.NaN, Number.POSITIVE_INFINITY, "1", 1n]],
  [positive(), "above 0", [0.1], [0, -1, Number.POSITIVE_INFINITY]],
  [notNegative(), "at least 0", [0, 2.5], [-0.1, null]],
  [share(), "at least 0 and below 1", [0, 0.9], [1, -0.1]],
  [part(), "above 0 and below 1", [0.1, 0.9], [0, 1]],
  [count(), "a whole number above 0", [1, 7], [0, 1.5, 2 ** 53]],
  [countOrNone(), "a whole number from 0 on", [0, 7], [-1, 1.5]],
  [wholeNumber(), "a whole number", [-3, 0], [0.5, 2 ** 53, Symbol("x")]],
  [flag(), "true or false", [true, false], [0, "true"]],
  [oneOf(["mean", "sum"]), '"mean" or "sum"', ["mean", "sum"], ["none", null]],
  [oneOf([1, 2, Number.POSITIVE_INFINITY]), "1, 2 or Infinity", [Number.POSITIVE_INFINITY], [3]],
])("%o reads what is %s", (reader, rule, good, bad) => {
  for (const value of good) expect(reader.read("f", "x", value)).toBe(value);
  for (const value of [...bad, undefined])
    expect(() => reader.read("f", "x", value)).toThrow(`f: x must be ${rule}, got `);
});

test("what is left out has its default, also where that is false or 0", () => {
  expect(positive(0.1).read("f", "x", undefined)).toBe(0.1);
  expect(notNegative(0).read("f", "x", undefined)).toBe(0);
  expect(flag(false).read("f", "x", undefined)).toBe(false);
  expect(oneOf(["a", "b"], "b").read("f", "x", undefined)).toBe("b");
  expect(optional(positive()).read("f", "x", undefined)).toBe(undefined);
  expect(list("a list", count(), []).read("f", "x", undefined)).toEqual([]);
});

test("an entry of a list is refused by its index", () => {
  const reader = list("a list of epochs", count());
  expect(reader.read("f", "milestones", [3, 5])).toEqual([3, 5]);
  expect(() => reader.read("f", "milestones", [3, 0])).toThrow(
    new Error("f: milestones[1] must be a whole number above 0, got 0"),
  );
  expect(() => reader.read("f", "milestones", "35")).toThrow(
    new Error('f: milestones must be a list of epochs, got "35"'),
  );
});

test("what is missing from a list is refused, without a look at the rest", () => {
  const reader = list("a list of epochs", count());
  const missing = new Error("f: milestones[0] must be a whole number above 0, got undefined");
  expect(() => reader.read("f", "milestones", new Array(2 ** 32 - 1))).toThrow(missing);
});

test("a factory in the place of what it makes is refused with a hint", () => {
  const reader = made("a loss", (value) => typeof value === "object");
  expect(() => reader.read("train", "loss", () => 0)).toThrow(
    new Error('train: loss must be a loss, got a function: are its "()" missing?'),
  );
  expect(() => reader.read("train", "loss", "mse")).toThrow(
    new Error('train: loss must be a loss, got "mse"'),
  );
});

test("arguments of one kind are checked by name", () => {
  expect(() => checkArguments("dense", count(), { inputs: 4, outputs: 3 })).not.toThrow();
  expect(() => checkArguments("dense", count(), { inputs: 4, outputs: 0 })).toThrow(
    new Error("dense: outputs must be a whole number above 0, got 0"),
  );
});
