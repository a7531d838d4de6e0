// The rank of a small matrix: how many products of a column and a row add up to it, but for a small rest.

export type Matrix = readonly (readonly number[])[];

export const frobenius = (rows: Matrix) =>
  Math.sqrt(rows.reduce((sum, row) => sum + row.reduce((s, x) => s + x * x, 0), 0));

/** One step of Gaussian elimination with complete pivoting: makes the row and the column of the largest entry zero. */
function peel(rows: Matrix): Matrix {
  let [r, c] = [0, 0];
  for (const [i, row] of rows.entries())
    for (const [j, x] of row.entries()) if (Math.abs(x) > Math.abs(rows[r][c])) [r, c] = [i, j];
  const pivot = rows[r][c];
  return pivot === 0 ? rows : rows.map((row) => row.map((x, j) => x - (row[c] * rows[r][j]) / pivot));
}

/** The rank, up to `limit`, and what that many products leave of the matrix: no more than `nothing` unless at the limit. */
export function rankOf(rows: Matrix, nothing: number, limit: number): { rank: number; rest: Matrix } {
  let rest = rows;
  for (let rank = 0; ; rank++) {
    if (frobenius(rest) <= nothing || rank === limit) return { rank, rest };
    rest = peel(rest);
  }
}
