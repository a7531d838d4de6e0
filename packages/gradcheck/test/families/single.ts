// Functions computed in float32, every operation rounded by itself, as libraries do in what they call float64.
import type { Part, Real } from "./rounding.ts";

const r = Math.fround;
const logistic = (x: number) => 1 / (1 + Math.exp(-x));
const logisticSlope = (x: number) => logistic(x) * (1 - logistic(x));
const singleLogistic = (x: number) => r(1 / r(1 + r(Math.exp(r(-x)))));

/** Of which one operation is rounded. */
const rounded = (exact: Real, slope: Real): Part => ({ computed: (x) => r(exact(r(x))), exact, slope });

const root = Math.sqrt(2 / Math.PI);
const bend = (x: number) => root * (x + 0.044715 * x ** 3);
const gelu: Part = {
  computed: (given) => {
    const x = r(given);
    const u = r(r(root) * r(x + r(r(0.044715) * r(x * r(x * x)))));
    return r(r(0.5 * x) * r(1 + r(Math.tanh(u))));
  },
  exact: (x) => 0.5 * x * (1 + Math.tanh(bend(x))),
  slope: (x) => {
    const t = Math.tanh(bend(x));
    return 0.5 * (1 + t) + 0.5 * x * (1 - t * t) * root * (1 + 3 * 0.044715 * x * x);
  },
};

/** In seven digits: M. Abramowitz and I. A. Stegun, "Handbook of mathematical functions", 7.1.26. */
const coefficients = [1.061405429, -1.453152027, 1.421413741, -0.284496736, 0.254829592];
const singleErf = (given: number) => {
  const x = Math.abs(r(given));
  const t = r(1 / r(1 + r(r(0.3275911) * x)));
  const sum = coefficients.reduce((total, c) => r(r(total + r(c)) * t), 0);
  return Math.sign(given) * r(1 - r(sum * r(Math.exp(r(-r(x * x))))));
};
/** The series of erf at 0. */
const erf = (x: number) => {
  let [term, sum] = [x, x];
  for (let k = 1; k < 80; k++) {
    term *= (-x * x) / k;
    sum += term / (2 * k + 1);
  }
  return (2 / Math.sqrt(Math.PI)) * sum;
};

export const single = {
  exp: rounded(Math.exp, Math.exp),
  sin: rounded(Math.sin, Math.cos),
  cos: rounded(Math.cos, (x) => -Math.sin(x)),
  tanh: rounded(Math.tanh, (x) => 1 - Math.tanh(x) ** 2),
  atan: rounded(Math.atan, (x) => 1 / (1 + x * x)),
  logistic: { computed: singleLogistic, exact: logistic, slope: logisticSlope },
  swish: {
    computed: (x) => r(r(x) * singleLogistic(x)),
    exact: (x) => x * logistic(x),
    slope: (x) => logistic(x) + x * logisticSlope(x),
  },
  softplus: {
    computed: (x) => r(Math.log(r(1 + r(Math.exp(r(x)))))),
    exact: (x) => Math.log1p(Math.exp(x)),
    slope: logistic,
  },
  elu: {
    computed: (x) => (x > 0 ? r(x) : r(r(Math.exp(r(x))) - 1)),
    exact: (x) => (x > 0 ? x : Math.expm1(x)),
    slope: (x) => (x > 0 ? 1 : Math.exp(x)),
  },
  gelu,
  square: { computed: (x) => r(r(x) * r(x)), exact: (x) => x * x, slope: (x) => 2 * x },
  "√(1 + x²)": {
    computed: (x) => r(Math.sqrt(r(1 + r(r(x) * r(x))))),
    exact: (x) => Math.sqrt(1 + x * x),
    slope: (x) => x / Math.sqrt(1 + x * x),
  },
  "log(2 + x²)": {
    computed: (x) => r(Math.log(r(2 + r(r(x) * r(x))))),
    exact: (x) => Math.log(2 + x * x),
    slope: (x) => (2 * x) / (2 + x * x),
  },
  "erf in seven digits": {
    computed: singleErf,
    exact: erf,
    slope: (x) => (2 / Math.sqrt(Math.PI)) * Math.exp(-x * x),
  },
} satisfies { readonly [name: string]: Part };
