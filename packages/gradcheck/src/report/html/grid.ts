// How the entries of a tensor are laid out as a picture: a matrix as it is written, more axes split into rows and
// columns where that is nearest to a square, a vector line by line. Very many entries share cells.

/** How many cells there may be, down and across. */
export interface Limits {
  readonly rows: number;
  readonly columns: number;
}

export interface Grid {
  /** The matrix of entries, row-major. */
  readonly rows: number;
  readonly columns: number;
  /** How many entries a cell holds, down and across. */
  readonly bin: readonly [down: number, across: number];
  /** How many of the first axes run down the picture; 0 for a vector, which is read line by line. */
  readonly rowAxes: number;
}

const product = (sizes: readonly number[]) => sizes.reduce((size, n) => size * n, 1);

export function gridOf(shape: readonly number[], most: Limits): Grid {
  const size = product(shape);
  if (shape.filter((n) => n !== 1).length <= 1) {
    const line = most.columns / 2;
    const across = Math.ceil(size / (line * most.rows));
    const columns = Math.min(size, line * across);
    return { rows: Math.ceil(size / columns), columns, bin: [1, across], rowAxes: 0 };
  }
  const squareness = (axes: number) =>
    Math.abs(Math.log(product(shape.slice(0, axes)) / product(shape.slice(axes))));
  let rowAxes = 1;
  for (let axes = 2; axes < shape.length; axes++) if (squareness(axes) < squareness(rowAxes)) rowAxes = axes;
  const rows = product(shape.slice(0, rowAxes));
  const columns = product(shape.slice(rowAxes));
  return { rows, columns, bin: [Math.ceil(rows / most.rows), Math.ceil(columns / most.columns)], rowAxes };
}

export interface Cell {
  readonly row: number;
  readonly column: number;
  /** The entries it stands for, as places in the row-major tensor. */
  readonly entries: readonly number[];
}

/** The cells of a grid of `size` entries, row by row. */
export function cellsOf({ rows, columns, bin: [down, across] }: Grid, size: number): Cell[] {
  const cells: Cell[] = [];
  for (let row = 0; row * down < rows; row++) {
    for (let column = 0; column * across < columns; column++) {
      const entries: number[] = [];
      for (let r = row * down; r < Math.min(rows, (row + 1) * down); r++) {
        for (let c = column * across; c < Math.min(columns, (column + 1) * across); c++)
          if (r * columns + c < size) entries.push(r * columns + c);
      }
      if (entries.length > 0) cells.push({ row, column, entries });
    }
  }
  return cells;
}

/** Says in words what stands where. */
export function describe({ rows, columns, bin: [down, across], rowAxes }: Grid, rank: number): string {
  const axes = (from: number, to: number) => (from === to ? `axis ${from}` : `axes ${from}–${to}`);
  const layout =
    rowAxes > 0
      ? `Down: ${axes(0, rowAxes - 1)}; across: ${axes(rowAxes, rank - 1)}.`
      : rows > 1
        ? `Read line by line, ${columns} entries to a line.`
        : "";
  const binned = down * across > 1 ? ` Each cell shows the worst of up to ${down}×${across} entries.` : "";
  return layout + binned;
}
