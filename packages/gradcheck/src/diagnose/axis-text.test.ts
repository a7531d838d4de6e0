import { expect, test } from "vitest";
import { indicesText, lineText } from "./axis-text.ts";

test("indices and lines along an axis", () => {
  expect(indicesText(1, 0, [3])).toBe("entry 3");
  expect(indicesText(2, 1, [0, 1])).toBe("columns 0 and 1");
  expect(indicesText(3, 2, [3])).toBe("index 3 along axis 2");
  expect([lineText(2, 0), lineText(2, 1), lineText(3, 1)]).toEqual([
    "in each column",
    "in each row",
    "along axis 1",
  ]);
});
