import { expect, test } from "vitest";
import { formatShape } from "./shape.ts";

test("a shape or a pattern prints as in the documentation", () => {
  expect(formatShape([4, 3])).toBe("[4, 3]");
  expect(formatShape(["...", "n", 4])).toBe("[..., n, 4]");
  expect(formatShape([])).toBe("[]");
});
