import { expect, test } from "vitest";
import { csvRows } from "./csv-rows.ts";

const text = 'a,"b ""c"""\r\n"x\r\ny" ,1\r"", "2"\n\n"3",end';
const rows = [
  { line: 1, cells: ["a", 'b "c"'] },
  { line: 2, cells: ["x\ny", "1"] },
  { line: 4, cells: ["", ' "2"'] },
  { line: 5, cells: [""] },
  { line: 6, cells: ["3", "end"] },
];

test("rows and their lines are the same wherever a text is cut", () => {
  for (let first = 0; first <= text.length; first++)
    for (let second = first; second <= text.length; second++) {
      const read = csvRows("read", ",");
      const pieces = [text.slice(0, first), text.slice(first, second), text.slice(second)];
      expect(pieces.flatMap((piece, k) => read(piece, k === 2))).toEqual(rows);
    }
});

test("a row comes as soon as it has ended", () => {
  const read = csvRows("read", ",");
  expect(read("a,b\nc", false)).toEqual([{ line: 1, cells: ["a", "b"] }]);
  expect(read(",d\n", false)).toEqual([{ line: 2, cells: ["c", "d"] }]);
  expect(read("", true)).toEqual([]);
});
