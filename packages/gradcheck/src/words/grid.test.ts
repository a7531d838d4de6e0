import fc from "fast-check";
import { expect, test } from "vitest";
import { describe, finest, gridOf, panelsOf } from "./grid.ts";
import { indexOf } from "./index-of.ts";

test.each<[shape: number[], panels: number[], rows: number, columns: number, bin: [number, number]]>([
  [[], [], 1, 1, [1, 1]],
  [[6], [], 1, 6, [1, 1]],
  [[4, 8], [], 4, 8, [1, 1]],
  [[1, 20], [], 1, 20, [1, 1]],
  [[20, 1], [], 1, 20, [1, 1]],
  [[50], [], 2, 32, [1, 1]],
  [[8, 3, 5, 4], [8, 3], 5, 4, [1, 1]],
  [[2, 5, 80], [2], 5, 80, [1, 5]],
  [[1, 5, 60], [1], 5, 60, [1, 1]],
  [[150, 130], [], 150, 130, [4, 3]],
  [[100_000], [], 48, 2112, [1, 66]],
])(
  "a tensor of shape %j has panels %j of %d rows and %d columns, in blocks %j",
  (shape, leading, rows, columns, bin) =>
    expect(gridOf(shape, finest)).toMatchObject({ leading, rows, columns, bin }),
);

test("every entry is in one cell, in its panel, row and column, and there are not too many cells", () => {
  fc.assert(
    fc.property(fc.array(fc.integer({ min: 1, max: 30 }), { maxLength: 4 }), (shape) => {
      const size = shape.reduce((product, n) => product * n, 1);
      fc.pre(size <= 20_000);
      const grid = gridOf(shape, finest);
      const all = Array.from({ length: size }, (_, place) => ({ place }));
      const panels = panelsOf(grid, all);
      for (const { cells } of panels) expect(cells.length).toBeLessThanOrEqual(48 * 64);
      const seen = panels.flatMap(({ cells }) => cells.flatMap(({ entries }) => entries));
      expect(seen.sort((a, b) => a.place - b.place)).toEqual(all);
      if (grid.isVector) return;
      const [down, across] = grid.bin;
      const misplaced = panels.flatMap(({ number, cells }) =>
        cells.filter(({ row, column, entries }) =>
          entries.some(({ place }) => {
            const index = indexOf(place, shape);
            const [r, c] = index.slice(-2);
            const leading = index.slice(0, -2).reduce((at, i, axis) => at * shape[axis] + i, 0);
            return leading !== number || Math.floor(r / down) !== row || Math.floor(c / across) !== column;
          }),
        ),
      );
      expect(misplaced).toEqual([]);
    }),
    { numRuns: 50 },
  );
});

test("words say which axis goes where, and how many entries share a cell", () => {
  const say = (shape: readonly number[]) => describe(gridOf(shape, finest));
  expect(say([6])).toBe("");
  expect(say([4, 8])).toBe("Down: axis 0; across: axis 1.");
  expect(say([8, 3, 3, 3])).toBe("Down: axis 2; across: axis 3.");
  expect(say([50])).toBe("Read line by line, 32 entries to a line.");
  expect(say([150, 130])).toBe("Down: axis 0; across: axis 1. Each cell is the worst of 4 × 3 entries.");
});
