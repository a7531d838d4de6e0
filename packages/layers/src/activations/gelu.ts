// y = x Φ(x), Φ the normal distribution function      x: any shape   ->   y: the same shape
import { defineLayer, type Formula } from "@nudge/core";
import { erfc, oneOf, readOptions } from "@nudge/core/internal";
import { elementwise } from "./elementwise.ts";

/** The options of `gelu`. */
export interface GeluOptions {
  /** Whether Φ is taken as it is, or approximated by a hyperbolic tangent. @defaultValue "none" */
  readonly approximate?: "none" | "tanh";
}

// Φ(x) = erfc(-x/√2) / 2, and its derivative is φ(x) = e^(-x²/2) / √(2π)
const exact = {
  value: (x: number) => (x * erfc(-x * Math.SQRT1_2)) / 2,
  // (x Φ)' = Φ + x φ
  slope: (x: number) => erfc(-x * Math.SQRT1_2) / 2 + (x * Math.exp((-x * x) / 2)) / Math.sqrt(2 * Math.PI),
  formula: ((m, x) => m.divide(m.multiply(x, m.erfc(m.multiply(x, -Math.SQRT1_2))), 2)) satisfies Formula,
};

// Φ(x) ≈ (1 + t) / 2 with t = tanh u, u = √(2/π) (x + 0.044715 x³)
const root = Math.sqrt(2 / Math.PI);
const bend = (x: number) => Math.tanh(root * (x + 0.044715 * x * x * x));
const byTanh = {
  value: (x: number) => (x * (1 + bend(x))) / 2,
  // (x (1 + t) / 2)' = (1 + t) / 2 + x/2 (1 - t²) u',   u' = √(2/π) (1 + 3 · 0.044715 x²)
  slope: (x: number) => {
    const t = bend(x);
    return (1 + t) / 2 + (x / 2) * (1 - t * t) * root * (1 + 3 * 0.044715 * x * x);
  },
  formula: ((m, x) => {
    const cube = m.multiply(m.multiply(m.multiply(0.044715, x), x), x);
    const bent = m.tanh(m.multiply(root, m.add(x, cube)));
    return m.divide(m.multiply(x, m.add(1, bent)), 2);
  }) satisfies Formula,
};

/**
 * The Gaussian error linear unit, entry by entry: `y = x Φ(x)`, where Φ is the distribution function of the normal
 * distribution, any shape -> the same shape.
 *
 * With `{ approximate: "tanh" }`, `Φ(x) ≈ (1 + tanh(√(2/π) (x + 0.044715 x³))) / 2` as in GPT-2. Throws on other options.
 *
 * Source: Hendrycks and Gimpel, Gaussian error linear units, 2016.
 *
 * @example
 * import { createModel, toArray } from "@nudge/core";
 * import { gelu } from "@nudge/layers";
 *
 * console.log(toArray(createModel(gelu()).predict([[-1, 0, 1]])));
 * // [ [ -0.15865525393145707, 0, 0.8413447460685429 ] ]
 */
export const gelu = /* @__PURE__ */ defineLayer("gelu", (options?: GeluOptions) => {
  const { approximate } = readOptions("gelu", options, { approximate: oneOf(["none", "tanh"], "none") });
  const { value, slope, formula } = approximate === "tanh" ? byTanh : exact;
  return elementwise({ keeps: "input", forward: value, backward: (dy, x) => dy * slope(x), formula });
});
