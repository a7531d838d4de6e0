// What the steps of a random expression graph compute, entry by entry, each with its exact derivative. A derivative is written
// so that it keeps all its digits: 1 − tanh² would lose them where tanh is close to 1.

/** y = f(x), where `by` is a constant of the step. */
export interface Unary {
  readonly f: (x: number, by: number) => number;
  readonly slope: (x: number, y: number, by: number) => number;
}

/** y = f(a, b) and its derivatives by both. */
export interface Binary {
  readonly f: (a: number, b: number) => number;
  readonly byA: (a: number, b: number, y: number) => number;
  readonly byB: (a: number, b: number, y: number) => number;
}

const sigmoid = (x: number) => 1 / (1 + Math.exp(-x));
const softplus = (x: number) => Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));

export const smooth = {
  exp: { f: Math.exp, slope: (_, y) => y },
  log: { f: Math.log, slope: (x) => 1 / x },
  tanh: { f: Math.tanh, slope: (x) => Math.cosh(x) ** -2 },
  sin: { f: Math.sin, slope: Math.cos },
  cos: { f: Math.cos, slope: (x) => -Math.sin(x) },
  atan: { f: Math.atan, slope: (x) => 1 / (1 + x * x) },
  sqrt: { f: Math.sqrt, slope: (_, y) => 0.5 / y },
  square: { f: (x) => x * x, slope: (x) => 2 * x },
  cube: { f: (x) => x ** 3, slope: (x) => 3 * x * x },
  reciprocal: { f: (x) => 1 / x, slope: (_, y) => -y * y },
  softplus: { f: softplus, slope: sigmoid },
  sigmoid: { f: sigmoid, slope: (x) => sigmoid(x) * sigmoid(-x) },
  silu: { f: (x) => x * sigmoid(x), slope: (x) => sigmoid(x) * (1 + x * sigmoid(-x)) },
  log1p: { f: Math.log1p, slope: (x) => 1 / (1 + x) },
  expm1: { f: Math.expm1, slope: Math.exp },
  hyperbola: { f: (x) => Math.sqrt(1 + x * x), slope: (x, y) => x / y },
} as const satisfies Record<string, Unary>;

export const kinked = {
  relu: { f: (x) => Math.max(x, 0), slope: (x) => Number(x > 0) },
  leaky: { f: (x) => (x > 0 ? x : 0.1 * x), slope: (x) => (x > 0 ? 1 : 0.1) },
  abs: { f: Math.abs, slope: (x) => Math.sign(x) },
  clip: { f: (x) => Math.min(Math.max(x, -1), 1), slope: (x) => Number(Math.abs(x) < 1) },
} as const satisfies Record<string, Unary>;

const withConstant = {
  scale: { f: (x, by) => x * by, slope: (_, __, by) => by },
  offset: { f: (x, by) => x + by, slope: () => 1 },
} as const satisfies Record<string, Unary>;

export const smoothPairs = {
  add: { f: (a, b) => a + b, byA: () => 1, byB: () => 1 },
  subtract: { f: (a, b) => a - b, byA: () => 1, byB: () => -1 },
  multiply: { f: (a, b) => a * b, byA: (_, b) => b, byB: (a) => a },
  divide: { f: (a, b) => a / b, byA: (_, b) => 1 / b, byB: (_, b, y) => -y / b },
} as const satisfies Record<string, Binary>;

export const kinkedPairs = {
  max: { f: Math.max, byA: (a, b) => Number(a >= b), byB: (a, b) => Number(a < b) },
  min: { f: Math.min, byA: (a, b) => Number(a <= b), byB: (a, b) => Number(a > b) },
} as const satisfies Record<string, Binary>;

export const unary: { readonly [name: string]: Unary } = {
  ...smooth,
  ...kinked,
  ...withConstant,
};
export const binary: { readonly [name: string]: Binary } = { ...smoothPairs, ...kinkedPairs };
export const isKinked = (op: string) => op in kinked || op in kinkedPairs;
