export const median = (values: readonly number[]): number => {
  const sorted = values.toSorted((a, b) => a - b);
  const middle = sorted.length >> 1;
  return sorted.length % 2 === 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
};

/** The p of y = c xᵖ with the least squares of log y - log c - p log x. */
export function fitExponent(xs: readonly number[], ys: readonly number[]): number {
  const [u, v] = [xs.map(Math.log), ys.map(Math.log)];
  const mean = (values: number[]) => values.reduce((total, value) => total + value, 0) / values.length;
  const [meanU, meanV] = [mean(u), mean(v)];
  const covariance = u.reduce((total, value, i) => total + (value - meanU) * (v[i] - meanV), 0);
  return covariance / u.reduce((total, value) => total + (value - meanU) ** 2, 0);
}
