// How the entries of a tensor are laid out as a picture: the last two axes are the rows and columns of a matrix, of which there
// is one, a panel, for each index of the axes before them; a vector is read line by line. Very many entries share cells.

/** How many cells there may be in a panel, down and across. */
interface Limits {
  readonly rows: number;
  readonly columns: number;
}

/** `alone` where there is one panel, `each` where there are several. */
export interface PanelLimits {
  readonly alone: Limits;
  readonly each: Limits;
}

/** The cells of large pictures. */
export const finest: PanelLimits = {
  alone: { rows: 48, columns: 64 },
  each: { rows: 16, columns: 16 },
};

/** Of how many panels there are pictures. */
export const mostPanels = 12;

export interface Grid {
  /** The axes before the last two: they number the panels. */
  readonly leading: readonly number[];
  /** The entries of a panel. */
  readonly rows: number;
  readonly columns: number;
  /** How many entries a cell holds, down and across. */
  readonly bin: readonly [down: number, across: number];
  /** Whether it is a vector, whose rows are lines of it. */
  readonly isVector: boolean;
}

const product = (sizes: readonly number[]) => sizes.reduce((size, n) => size * n, 1);

export function gridOf(shape: readonly number[], { alone, each }: PanelLimits): Grid {
  const size = product(shape);
  if (shape.filter((n) => n !== 1).length <= 1) {
    const line = alone.columns / 2;
    const across = Math.ceil(size / (line * alone.rows));
    const columns = Math.min(size, line * across);
    return { leading: [], rows: Math.ceil(size / columns), columns, bin: [1, across], isVector: true };
  }
  const leading = shape.slice(0, -2);
  const [rows, columns] = shape.slice(-2);
  const most = product(leading) > 1 ? each : alone;
  const bin = [Math.ceil(rows / most.rows), Math.ceil(columns / most.columns)] as const;
  return { leading, rows, columns, bin, isVector: false };
}

/** Which panel an entry is in, and which cell of it, by its place in the row-major tensor. */
export function cellOf({ rows, columns, bin: [down, across] }: Grid, place: number) {
  const within = place % (rows * columns);
  return {
    panel: Math.floor(place / (rows * columns)),
    row: Math.floor(Math.floor(within / columns) / down),
    column: Math.floor((within % columns) / across),
  };
}

/** Entries that share a cell. */
export interface Cell<E> {
  readonly row: number;
  readonly column: number;
  readonly entries: E[];
}

export interface Panel<E> {
  readonly number: number;
  readonly cells: readonly Cell<E>[];
}

/** Entries by panel and cell, in the order in which they come. */
export function panelsOf<E extends { readonly place: number }>(
  grid: Grid,
  entries: readonly E[],
): Panel<E>[] {
  const panels = new Map<number, Map<number, Cell<E>>>();
  for (const entry of entries) {
    const { panel, row, column } = cellOf(grid, entry.place);
    const cells = panels.get(panel) ?? new Map<number, Cell<E>>();
    panels.set(panel, cells);
    const key = row * grid.columns + column;
    const cell = cells.get(key);
    if (cell === undefined) cells.set(key, { row, column, entries: [entry] });
    else cell.entries.push(entry);
  }
  return [...panels].map(([number, cells]) => ({ number, cells: [...cells.values()] }));
}

/** Says in words what stands where. */
export function describe({ leading, rows, columns, bin: [down, across], isVector }: Grid): string {
  const layout = isVector
    ? rows > 1
      ? `Read line by line, ${columns} entries to a line.`
      : ""
    : `Down: axis ${leading.length}; across: axis ${leading.length + 1}.`;
  const binned = down * across > 1 ? ` Each cell is the worst of ${down} × ${across} entries.` : "";
  return (layout + binned).trim();
}
