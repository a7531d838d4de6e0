// What of a row of values no polynomial of low degree explains.

/** Polynomials of degrees 0 to `highest`, at these positions: each of length 1, and at right angles to the others. */
export function orthonormalPolynomials(positions: readonly number[], highest: number): Float64Array[] {
  const basis: Float64Array[] = [];
  const middle = (positions[0] + positions[positions.length - 1]) / 2;
  for (let degree = 0; degree <= highest; degree++) {
    const power = Float64Array.from(positions, (t) => ((t - middle) / middle) ** degree);
    // Twice, for the rounding of the first time.
    for (const other of [...basis, ...basis]) remove(power, other);
    const length = Math.sqrt(dot(power, power));
    basis.push(power.map((y) => y / length));
  }
  return basis;
}

function dot(a: Float64Array, b: Float64Array): number {
  let sum = 0;
  for (let k = 0; k < a.length; k++) sum += a[k] * b[k];
  return sum;
}

function remove(values: Float64Array, unit: Float64Array): void {
  const part = dot(values, unit);
  for (let k = 0; k < values.length; k++) values[k] -= part * unit[k];
}

/** Of remainders that differ by less, the one of the lowest degree is known best. */
const alike = 2;

/**
 * The standard deviation of what remains of values beside a polynomial, √(|rest|² / (number of values − degree − 1)): the
 * least one of those of all degrees, for smooth change can only add to it, or one near it of a lower degree.
 */
export function remainderOf(values: Float64Array, basis: readonly Float64Array[]): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return 0;
  // Squares of the values themselves could overflow.
  const rest = values.map((value) => value / largest);
  const sigmas = basis.map((unit, degree) => {
    remove(rest, unit);
    return degree > 0 ? Math.sqrt(dot(rest, rest) / (rest.length - degree - 1)) : Number.POSITIVE_INFINITY;
  });
  const least = Math.min(...sigmas);
  return (sigmas.find((sigma) => sigma <= alike * least) ?? least) * largest;
}
