import { expect, test } from "vitest";
import { blame } from "./blame.ts";
import { relocate, rowError } from "./row-error.ts";

const about = (row: number) => `label 7 at row ${row} is not a class`;

test("an error about a row is said of another, with its prefix and what stands behind it", () => {
  const error = rowError(7, about);
  blame(error, { toString: () => "hinge(7)" });
  error.message += "; what came is 7";
  expect(relocate(error, (row) => 10 + row)).toBe(error);
  expect(error.message).toBe("hinge(7): label 7 at row 17 is not a class; what came is 7");
});

test("without another place, and where it is about no row, an error stays as it is", () => {
  expect(relocate(rowError(3, about), undefined)).toEqual(new Error(about(3)));
  expect(relocate(new Error("row 3"), () => 17)).toEqual(new Error("row 3"));
  expect(relocate("row 3", () => 17)).toBe("row 3");
});
