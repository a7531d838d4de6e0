// The factor between two vectors.

export interface Fit {
  /** y ≈ factor · x, in the sense of least squares. */
  readonly factor: number;
  /** The share of y that the factor leaves: ‖y − factor x‖ / ‖y‖. */
  readonly left: number;
}

/** Undefined where x or y is nothing but zeros. */
export function fitFactor(x: readonly number[], y: readonly number[]): Fit | undefined {
  const largest = (values: readonly number[]) => values.reduce((most, v) => Math.max(most, Math.abs(v)), 0);
  const [unitX, unitY] = [largest(x), largest(y)];
  if (unitX === 0 || unitY === 0) return undefined;
  let [xx, xy, yy] = [0, 0, 0];
  for (const [k, value] of x.entries()) {
    const [a, b] = [value / unitX, y[k] / unitY];
    xx += a * a;
    xy += a * b;
    yy += b * b;
  }
  const slope = xy / xx;
  let rest = 0;
  for (const [k, value] of x.entries()) rest += (y[k] / unitY - (slope * value) / unitX) ** 2;
  return { factor: (slope / unitX) * unitY, left: Math.sqrt(rest / yy) };
}
