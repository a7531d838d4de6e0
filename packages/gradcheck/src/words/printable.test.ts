import { expect, test } from "vitest";
import { printable, printableAll } from "./printable.ts";

test("control characters are written out, and lines stay lines", () => {
  expect(printable("a\x1b[2Jb\r\nc\rd\x07\x9b31m")).toBe("a\\u001b[2Jb\nc\nd\\u0007\\u009b31m");
  expect(printable("tab\there, left-to-right \u202e, ü 日本 ‖θ‖")).toBe(
    "tab here, left-to-right \\u202e, ü 日本 ‖θ‖",
  );
});

test("in every text of a value", () => {
  const numbers = [1, 2];
  const shown = printableAll({ name: "\x1b", parts: [{ message: "\x07" }], numbers, none: null, seed: 3 });
  expect(shown).toEqual({ name: "\\u001b", parts: [{ message: "\\u0007" }], numbers, none: null, seed: 3 });
});
