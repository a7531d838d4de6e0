// The factor that makes one vector most like another.

export interface LikelyFactor {
  /** The c of y ≈ c x by least squares. */
  readonly factor: number;
  /** ‖y − c x‖ / ‖y‖: 0 where y is c x, 1 where the two have nothing in common. */
  readonly left: number;
}

/** Undefined where x or y is nothing but zeros. */
export function likelyFactor(x: readonly number[], y: readonly number[]): LikelyFactor | undefined {
  // Both are divided by their largest entry, so that no square overflows.
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
