// Whether the columns of one matrix are combinations of those of another.

/** The columns of a matrix, all of one length. */
export type Columns = readonly Float64Array[];

const dot = (a: Float64Array, b: Float64Array) => a.reduce((sum, x, i) => sum + x * b[i], 0);
const sizeOf = (x: Float64Array) => Math.sqrt(dot(x, x));

/** What is smaller than this share of the largest column is no direction of its own. */
const tolerance = 1e-6;

/** x less its parts along an orthonormal basis. */
function rejected(x: Float64Array, basis: Columns): Float64Array {
  const rest = x.slice();
  for (const direction of basis) {
    const part = dot(direction, rest);
    for (let i = 0; i < rest.length; i++) rest[i] -= part * direction[i];
  }
  return rest;
}

/** An orthonormal basis of the span of some columns: Gram-Schmidt, the largest rest first. */
function basisOf(columns: Columns): Float64Array[] {
  const basis: Float64Array[] = [];
  let rests = [...columns];
  const largest = Math.max(...rests.map(sizeOf));
  for (;;) {
    const next = rests.reduce((a, b) => (sizeOf(a) >= sizeOf(b) ? a : b));
    const size = sizeOf(next);
    if (!(size > tolerance * largest)) return basis;
    const direction = next.map((x) => x / size);
    basis.push(direction);
    rests = rests.map((rest) => rejected(rest, [direction]));
  }
}

export interface Projection {
  /** Of the others. */
  readonly rank: number;
  /** The combinations that come nearest to each column. */
  readonly columns: Columns;
}

/** Projects `columns` on the span of `others`. */
export function projectOn(columns: Columns, others: Columns): Projection {
  const basis = basisOf(others);
  const projected = columns.map((x) => {
    const rest = rejected(x, basis);
    return x.map((value, i) => value - rest[i]);
  });
  return { rank: basis.length, columns: projected };
}
