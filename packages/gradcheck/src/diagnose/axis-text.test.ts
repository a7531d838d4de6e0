import { expect, test } from "vitest";
import { indicesText, lineText, stretchText } from "./axis-text.ts";

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

test("where indices of an axis are: in more than two axes all but an end are named by that end", () => {
  expect(stretchText([4, 4], 0, [2, 3])).toBe("in rows 2 and 3");
  expect(stretchText([4, 4], 1, [3])).toBe("in column 3, the last");
  expect(stretchText([4, 4], 1, [0, 1, 2])).toBe("in columns 0 to 2");
  expect(stretchText([2, 4, 3], 1, [0, 1, 2])).toBe("before the last step of axis 1");
  expect(stretchText([2, 4, 3], 1, [1, 2, 3])).toBe("after the first step of axis 1");
  expect(stretchText([2, 4, 3], 1, [0, 2, 3])).toBe("in indices 0, 2 and 3 along axis 1");
  expect(stretchText([2, 2, 3, 3], 0, [0])).toBe("in index 0 along axis 0");
});
