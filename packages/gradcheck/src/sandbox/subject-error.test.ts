import { expect, test } from "vitest";
import { SubjectError, unlessThrown } from "./subject-error.ts";

const throwing = () => {
  throw new Error("not even this");
};

test.each<[what: string, thrown: unknown, said: string]>([
  ["an error", new RangeError("too far"), "RangeError: too far"],
  ["a string", "text", "text"],
  ["nothing", undefined, "undefined"],
  ["null", null, "null"],
  ["a number", 42, "42"],
  ["a symbol", Symbol("gone"), "Symbol(gone)"],
  ["an object", { code: 3 }, "[object Object]"],
  ["an object without a prototype", Object.create(null), "a value that cannot be printed"],
  ["an object that does not print itself", { toString: throwing }, "a value that cannot be printed"],
  [
    "an error whose message throws",
    Object.defineProperty(new Error(), "message", { get: throwing }),
    "a value that cannot be printed",
  ],
  [
    "an error whose message is a symbol",
    Object.assign(new Error(), { message: Symbol("gone") }),
    "a value that cannot be printed",
  ],
  ["an error without a stack", Object.assign(new Error("bare"), { stack: undefined }), "Error: bare"],
  ["an error whose stack is a list", Object.assign(new Error("bare"), { stack: [1, 2] }), "Error: bare"],
  [
    "a proxy that tells nothing",
    new Proxy({}, { getPrototypeOf: throwing }),
    "a value that cannot be printed",
  ],
])("what was thrown may be %s", (_, thrown, said) => {
  const error = new SubjectError("forward", thrown);
  expect(error.message).toBe(`forward threw ${said}`);
  expect(error.cause).toBe(thrown);
});

test("exceptions of the subject are nothing, others go on", () => {
  const failing = (error: Error) => () => {
    throw error;
  };
  expect(unlessThrown(() => 3)).toBe(3);
  expect(unlessThrown(failing(new SubjectError("backward", 0)))).toBeUndefined();
  expect(() => unlessThrown(failing(new TypeError("ours")))).toThrow("ours");
});
