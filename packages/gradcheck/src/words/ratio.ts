// The headline: ‖n − g‖ / (‖n‖ + ‖g‖), of the numeric gradient n and the gradient g that backprop gave.
// Source: A. Ng, Deep Learning Specialization, course 2 week 1, "Gradient checking".

/** Beside a sum of squares above this, squares that underflow to 0 are negligible. */
const smallest = 2 ** -900;

/** The Euclidean norm, without overflow or underflow on the way. */
export function norm(x: readonly number[] | Float64Array): number {
  let squares = 0;
  for (let i = 0; i < x.length; i++) squares += x[i] * x[i];
  if (squares > smallest && squares < 1 / smallest) return Math.sqrt(squares);
  let largest = 0;
  for (const value of x) {
    if (Number.isNaN(value)) return Number.NaN;
    largest = Math.max(largest, Math.abs(value));
  }
  if (largest === 0 || largest === Number.POSITIVE_INFINITY) return largest;
  let sum = 0;
  for (const value of x) sum += (value / largest) ** 2;
  return largest * Math.sqrt(sum);
}

/** ‖difference‖ / (‖n‖ + ‖g‖); 0/0 is 0, and NaN stays NaN. */
export function ratioOf(numeric: readonly number[], analytic: readonly number[]): number {
  const difference = norm(numeric.map((n, i) => n - analytic[i]));
  return difference === 0 ? 0 : difference / (norm(numeric) + norm(analytic));
}
