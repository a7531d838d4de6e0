import { expect, test } from "vitest";
import { gather, indicesAlong, linesAlong, permuteAxes } from "./layout.ts";

test("indices and lines of a tensor of three axes", () => {
  const shape = [2, 2, 3];
  expect([...indicesAlong(shape, 1)]).toEqual([0, 0, 0, 1, 1, 1, 0, 0, 0, 1, 1, 1]);
  expect([...linesAlong(shape, 1)]).toEqual([0, 1, 2, 0, 1, 2, 3, 4, 5, 3, 4, 5]);
  expect([...linesAlong(shape, 2)]).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3]);
});

test("the entries of a transpose", () => {
  const values = Float64Array.of(1, 2, 3, 4, 5, 6);
  expect([...gather(values, permuteAxes([2, 3], [1, 0]))]).toEqual([1, 4, 2, 5, 3, 6]);
  expect([...gather(values, [5, -1])]).toEqual([6, Number.NaN]);
});
