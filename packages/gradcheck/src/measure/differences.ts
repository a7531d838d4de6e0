// What is noise in a row of values at equal distances. Where they lie so close together that a smooth function is a
// polynomial of low degree between them, what remains in their k-th differences is noise, σ² = (k!)² / (2k)! · mean(difference²).
// Source: J. J. Moré and S. M. Wild, "Estimating computational noise", SIAM J. Sci. Comput. 33 (2011).

const factorial = (n: number): number => (n <= 1 ? 1 : n * factorial(n - 1));
const gamma = (k: number) => factorial(k) ** 2 / factorial(2 * k);

/** The standard deviation of the noise: the least of the estimates from differences of the second order to the `highest`. */
export function sigmaOf(values: Float64Array, highest: number): number {
  let largest = 0;
  for (const value of values) largest = Math.max(largest, Math.abs(value));
  if (largest === 0) return 0;
  // Squares of the values themselves could overflow.
  const differences = values.map((value) => value / largest);
  // Smooth change can only add to an estimate.
  let least = Number.POSITIVE_INFINITY;
  for (let k = 1, n = values.length - 1; k <= highest; k++, n--) {
    let sum = 0;
    for (let i = 0; i < n; i++) {
      differences[i] = differences[i + 1] - differences[i];
      sum += differences[i] ** 2;
    }
    if (k > 1) least = Math.min(least, Math.sqrt((gamma(k) * sum) / n));
  }
  return least * largest;
}
