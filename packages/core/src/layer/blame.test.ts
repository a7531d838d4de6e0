import { expect, test } from "vitest";
import { blame } from "./blame.ts";

const layer = { toString: () => "dense(4, 3)" };
const outer = { toString: () => "sequential(dense(4, 3))" };

test("an error is prefixed by the first culprit alone, in its message and in its stack", () => {
  const error = new RangeError("costs $& more");
  expect(blame(blame(error, layer), outer)).toBe(error);
  expect(error.message).toBe("dense(4, 3): costs $& more");
  expect(error.stack).toMatch(/^RangeError: dense\(4, 3\): costs \$& more\n {4}at /);
});

test("what is no error is passed on as it is", () => {
  expect(blame("text", layer)).toBe("text");
  expect(blame(undefined, layer)).toBe(undefined);
});

test("an error that cannot be changed is passed on as it is", () => {
  const frozen = Object.freeze(new Error("fixed"));
  expect(blame(frozen, layer)).toBe(frozen);
  expect(frozen.message).toBe("fixed");
});
