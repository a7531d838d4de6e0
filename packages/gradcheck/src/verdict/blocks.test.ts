import { expect, test } from "vitest";
import { cellOf, finest, gridOf } from "../words/grid.ts";
import { blocksOf } from "./blocks.ts";

/** A rank for each place that says nothing of where it is. */
const scattered = (place: number) => (place * 7919) % 10_007;

test.each<[shape: number[]]>([[[300, 200]], [[100_001]], [[3, 90, 70]], [[5, 6]]])(
  "of a tensor of shape %j the worst of each block is kept",
  (shape) => {
    const grid = gridOf(shape, finest);
    const cells = new Map<string, number>();
    const size = shape.reduce((product, n) => product * n, 1);
    for (let place = 0; place < size; place++) {
      const cell = JSON.stringify(cellOf(grid, place));
      cells.set(cell, Math.max(cells.get(cell) ?? 0, scattered(place)));
    }
    const kept = blocksOf(shape, scattered);
    expect(new Map(kept.map((place) => [JSON.stringify(cellOf(grid, place)), scattered(place)]))).toEqual(
      cells,
    );
    expect(kept).toHaveLength(cells.size);
  },
);

test("of more than twelve panels those with the worst entries are kept", () => {
  const kept = blocksOf([100, 3, 3], (place) => (place % 9 === 4 ? place : 0));
  const panels = new Set(kept.map((place) => Math.floor(place / 9)));
  expect([...panels]).toEqual(Array.from({ length: 12 }, (_, k) => 99 - k));
  expect(kept).toHaveLength(12 * 9);
});
