// Functions of one number that several layers and losses share.

/** 1 / (1 + e⁻ˣ), from an exponential that is at most 1. */
export function sigmoid(x: number): number {
  const e = Math.exp(-Math.abs(x));
  return x < 0 ? e / (1 + e) : 1 / (1 + e);
}

/** log(1 + eˣ), from an exponential that is at most 1. */
export function softplus(x: number): number {
  return Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
}
