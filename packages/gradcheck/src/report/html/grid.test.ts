import fc from "fast-check";
import { expect, test } from "vitest";
import { cellsOf, describe, gridOf } from "./grid.ts";

const most = { rows: 48, columns: 64 };
const shapeOf = (shape: readonly number[]) => {
  const { rows, columns, bin } = gridOf(shape, most);
  return [rows, columns, ...bin];
};

test.each<[shape: number[], grid: number[]]>([
  [[], [1, 1, 1, 1]],
  [[6], [1, 6, 1, 1]],
  [
    [4, 8],
    [4, 8, 1, 1],
  ],
  [
    [1, 20],
    [1, 20, 1, 1],
  ],
  [
    [20, 1],
    [1, 20, 1, 1],
  ],
  [[50], [2, 32, 1, 1]],
  [
    [8, 3, 3, 3],
    [24, 9, 1, 1],
  ],
  [
    [2, 5, 8],
    [10, 8, 1, 1],
  ],
  [
    [150, 130],
    [150, 130, 4, 3],
  ],
  [[100_000], [48, 2112, 1, 66]],
  [
    [64, 64, 3, 3],
    [64, 576, 2, 9],
  ],
])("a tensor of shape %j is rows, columns and bins %j", (shape, grid) =>
  expect(shapeOf(shape)).toEqual(grid),
);

test("every entry is in one cell, in its row and column, and there are not too many cells", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 4 }), (shape) => {
      const size = shape.reduce((product, n) => product * n, 1);
      fc.pre(size <= 20_000);
      const grid = gridOf(shape, most);
      const cells = cellsOf(grid, size);
      expect(cells.length).toBeLessThanOrEqual(48 * 64);
      const seen = cells.flatMap(({ entries }) => entries).sort((a, b) => a - b);
      expect(seen).toEqual(Array.from({ length: size }, (_, k) => k));
      const [down, across] = grid.bin;
      const misplaced = cells.filter(({ row, column, entries }) =>
        entries.some(
          (k) =>
            Math.floor(Math.floor(k / grid.columns) / down) !== row ||
            Math.floor((k % grid.columns) / across) !== column,
        ),
      );
      expect(misplaced).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test("words say which axis goes where, and how many entries share a cell", () => {
  const say = (shape: readonly number[]) => describe(gridOf(shape, most), shape.length);
  expect(say([6])).toBe("");
  expect(say([4, 8])).toBe("Down: axis 0; across: axis 1.");
  expect(say([8, 3, 3, 3])).toBe("Down: axes 0–1; across: axes 2–3.");
  expect(say([50])).toBe("Read line by line, 32 entries to a line.");
  expect(say([150, 130])).toBe(
    "Down: axis 0; across: axis 1. Each cell shows the worst of up to 4×3 entries.",
  );
});
