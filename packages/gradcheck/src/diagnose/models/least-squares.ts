// The coefficients with which a few columns add up to a target, by weighted least squares.

/**
 * Minimises Σ w² (Σ_j c_j column_j − target)² over the entries of which all values are finite; by Gram-Schmidt, which
 * takes each column's part along the ones before it out of it. Undefined where a column is a combination of the others.
 */
export function leastSquares(
  columns: readonly Float64Array[],
  target: Float64Array,
  weights: Float64Array,
): number[] | undefined {
  const rows: number[] = [];
  for (let k = 0; k < target.length; k++)
    if (Number.isFinite(target[k]) && weights[k] > 0 && columns.every((column) => Number.isFinite(column[k])))
      rows.push(k);
  const weighted = (x: Float64Array) => rows.map((k) => x[k] * weights[k]);
  const dot = (a: readonly number[], b: readonly number[]) => a.reduce((sum, x, i) => sum + x * b[i], 0);

  const basis: number[][] = [];
  const upper: number[][] = [];
  const along: number[] = [];
  const rest = weighted(target);
  for (const column of columns) {
    const q = weighted(column);
    const size = Math.sqrt(dot(q, q));
    const coefficients = basis.map((b) => {
      const part = dot(b, q);
      for (let i = 0; i < q.length; i++) q[i] -= part * b[i];
      return part;
    });
    const left = Math.sqrt(dot(q, q));
    if (!(left > 1e-9 * size)) return undefined;
    for (let i = 0; i < q.length; i++) q[i] /= left;
    const part = dot(q, rest);
    for (let i = 0; i < rest.length; i++) rest[i] -= part * q[i];
    basis.push(q);
    upper.push([...coefficients, left]);
    along.push(part);
  }
  const solution = new Array<number>(columns.length).fill(0);
  for (let j = columns.length - 1; j >= 0; j--) {
    let value = along[j];
    for (let later = j + 1; later < columns.length; later++) value -= upper[later][j] * solution[later];
    solution[j] = value / upper[j][j];
  }
  return solution;
}

/** Weights by which entries of any size count alike, but for those that are known less well. */
export function relativeWeights(sizes: Float64Array, errors: Float64Array): Float64Array {
  return sizes.map((size, k) => (size > 0 || errors[k] > 0 ? 1 / (errors[k] + 1e-9 * size) : 0));
}
