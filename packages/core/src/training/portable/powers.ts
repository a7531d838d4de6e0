// Powers and a cosine by additions, products and quotients alone, which IEEE 754 defines to the bit. `**`, `Math.exp` and
// `Math.cos` are as each engine sees fit: training by them would differ from one release of Node to the next.

/** base^exponent by repeated squaring, the exponent a whole number from 0 on. */
export function wholePower(base: number, exponent: number): number {
  let power = 1;
  for (
    let square = base, left = Math.floor(exponent);
    left > 0;
    left = Math.floor(left / 2), square *= square
  )
    if (left % 2 === 1) power *= square;
  return power;
}

/** e^-x, for x from 0 on: the series at a share of x below 1/32, raised to the whole power that makes it x. */
export function decay(x: number): number {
  if (x > 1000) return 0;
  let parts = 1;
  while (x > parts / 32) parts *= 2;
  const t = -x / parts;
  // The next term is below t¹⁰ / 10!, less than one bit.
  let sum = 1;
  for (let n = 9; n > 0; n--) sum = 1 + (t / n) * sum;
  return wholePower(sum, parts);
}

/** cos(π turn), for a turn from 0 on. */
export function halfCosine(turn: number): number {
  // Every second turn goes back on the way of the last.
  const share = turn % 2 > 1 ? 2 - (turn % 2) : turn % 2;
  if (share > 0.5) return -halfCosine(1 - share);
  // Near a quarter turn the sine of what is left of it is as exact there as the cosine is near 0.
  const isCosine = share <= 0.25;
  const x = Math.PI * (isCosine ? share : 0.5 - share);
  // Σ (-1)ⁿ x²ⁿ / (2n)!, and x Σ (-1)ⁿ x²ⁿ / (2n + 1)!: at π/4 the next term is less than one bit.
  let sum = 1;
  for (let n = 9; n > 0; n--)
    sum = 1 - ((x * x) / (isCosine ? 2 * n * (2 * n - 1) : 2 * n * (2 * n + 1))) * sum;
  return isCosine ? sum : x * sum;
}
