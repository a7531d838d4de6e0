/**
 * The complementary error function, 1 - erf x = 2/√π ∫ₓ^∞ e^(-t²) dt, within 3e-15 of its value.
 *
 * Below 1 it comes from the power series of erf, whose terms are all positive once e^(-x²) is taken out; above, from
 * the continued fraction of erfc itself, so that a small tail keeps its digits.
 *
 * Source: Abramowitz and Stegun, Handbook of mathematical functions, 1964: 7.1.6 and 7.1.14.
 *
 * @example
 * import { erfc } from "@nudge/core/internal";
 *
 * console.log(erfc(-Infinity), erfc(0), erfc(30));
 * // 2 1 0
 */
export function erfc(x: number): number {
  if (x < 0) return 2 - erfc(-x);
  if (x > 27.3) return 0;
  // erf x = 2/√π e^(-x²) Σ_k (2x²)ᵏ x / (1 · 3 · 5 ⋯ (2k + 1))
  if (x < 1) {
    let term = x;
    let total = x;
    for (let k = 1; term > total * 1e-17; k++) {
      term *= (2 * x * x) / (2 * k + 1);
      total += term;
    }
    return 1 - (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x) * total;
  }
  // erfc x = e^(-x²)/√π / (x + (1/2)/(x + (2/2)/(x + (3/2)/(x + ...)))), from the inside out
  let fraction = x;
  for (let k = Math.ceil(20 + 160 / (x * x)); k > 0; k--) fraction = x + k / 2 / fraction;
  // x² has twice the digits of x: e^(-x²) is taken of its high part, which is exact, and of the rest.
  const high = Math.fround(x);
  const gauss = Math.exp(-high * high) * Math.exp((high - x) * (high + x));
  return gauss / Math.sqrt(Math.PI) / fraction;
}
