// What pictures need of a tensor whose entries are too many to keep: of each block of neighbours the worst.
import { cellOf, finest, gridOf, mostPanels } from "../words/grid.ts";

/** The places of these entries, by their ranks: of as many panels as are drawn, those with the highest. */
export function blocksOf(shape: readonly number[], rankOf: (place: number) => number): number[] {
  const grid = gridOf(shape, finest);
  const size = shape.reduce((product, n) => product * n, 1);
  const each = grid.rows * grid.columns;
  const highest = new Float64Array(Math.ceil(size / each)).fill(Number.NEGATIVE_INFINITY);
  for (let place = 0; place < size; place++) {
    const panel = Math.floor(place / each);
    highest[panel] = Math.max(highest[panel], rankOf(place));
  }
  const panels = Array.from(highest.keys())
    .sort((a, b) => (highest[a] === highest[b] ? a - b : highest[b] - highest[a]))
    .slice(0, mostPanels);
  return panels.flatMap((panel) => {
    const worst = new Map<number, number>();
    for (let place = panel * each; place < Math.min(size, (panel + 1) * each); place++) {
      const { row, column } = cellOf(grid, place);
      const cell = row * grid.columns + column;
      const before = worst.get(cell);
      if (before === undefined || rankOf(place) > rankOf(before)) worst.set(cell, place);
    }
    return [...worst.values()];
  });
}
