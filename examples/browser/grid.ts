// The square that is shown, and where the net is asked what it predicts there.

/** The square is [-reach, reach]². */
export const reach = 1.1;

/** How many places the grid has to a side, from edge to edge. */
export const side = 80;

const along = (k: number) => reach * ((2 * k) / (side - 1) - 1);

/** Row by row, from the top. */
export const grid = (): number[][] =>
  Array.from({ length: side * side }, (_, k) => [along(k % side), -along(Math.floor(k / side))]);
