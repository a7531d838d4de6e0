// Values on a grid: rounded to some digits, or by a solver that stops early, or out of a table.
import type { Family, Member } from "./family.ts";
import { memberOf, type Part, type Points, type Real, type Row } from "./rounding.ts";

const to = (q: number, exact: Real, slope: Real): Part => ({
  computed: (x) => q * Math.round(exact(x) / q),
  exact,
  slope,
});
const tanh = (q: number) => to(q, Math.tanh, (x) => 1 - Math.tanh(x) ** 2);
const sin = (q: number) => to(q, Math.sin, Math.cos);
const logistic = (q: number) => {
  const exact = (x: number) => 1 / (1 + Math.exp(-x));
  return to(q, exact, (x) => exact(x) * (1 - exact(x)));
};

/** The root y of y³ + y = x, by halving an interval of 16 until it is shorter than `end`. */
const bisection = (end: number): Part => {
  const exact = (x: number) => {
    let y = x / 2;
    for (let k = 0; k < 60; k++) y -= (y ** 3 + y - x) / (3 * y * y + 1);
    return y;
  };
  return {
    computed: (x) => {
      let [a, b] = [-8, 8];
      while (b - a > end) {
        const middle = (a + b) / 2;
        if (middle ** 3 + middle > x) b = middle;
        else a = middle;
      }
      return (a + b) / 2;
    },
    exact,
    slope: (x) => 1 / (3 * exact(x) ** 2 + 1),
  };
};

/** The nearest of values at distances of `width`. */
const table = (width: number): Part => ({
  computed: (x) => Math.sin(width * Math.round(x / width)),
  exact: Math.sin,
  slope: Math.cos,
});

const one: Points = { count: 1, least: 0.3, most: 1.1, signed: true };
const some: Points = { count: 6, least: 0.2, most: 1.1, signed: true };

const fine: Row[] = [
  ["tanh to 4 digits", tanh(1e-4), "alone", "map", some],
  ["tanh to 4 digits", tanh(1e-4), "loss", "map", some],
  ["tanh to 5 digits", tanh(1e-5), "penalty", "sum", some],
  ["tanh to 6 digits", tanh(1e-6), "residual", "map", some],
  ["sin to 4 digits", sin(1e-4), "alone", "sum", one],
  ["sin to 8 digits", sin(1e-8), "gated", "sum", some],
  ["logistic to 5 digits", logistic(1e-5), "alone", "map", some],
  ["bisection to 5e-5", bisection(5e-5), "alone", "map", some],
  ["bisection to 1e-6", bisection(1e-6), "residual", "map", some],
  ["bisection to 1e-6", bisection(1e-6), "gated", "sum", some],
  ["a table of 1e-4", table(1e-4), "alone", "map", some],
  ["a table of 1e-5", table(1e-5), "penalty", "sum", some],
];

/** Of which a right gradient may not be known well enough, though a gross error shows. */
const coarse: Row[] = [
  ["tanh to 3 digits", tanh(1e-3), "alone", "map", some],
  ["bisection to 1e-3", bisection(1e-3), "alone", "map", some],
  ["sin to 3 digits", sin(1e-3), "alone", "map", one],
  ["a table of 1e-3", table(1e-3), "alone", "sum", some],
];

const undecided = (member: Member): Member => ({ ...member, rightIs: ["pass", "inconclusive"] });

export const grids: Family = {
  name: "values on a grid",
  members: [
    ...fine.map((row) => memberOf(row, [1.5, 2])),
    ...coarse.map((row) => undecided(memberOf(row, [3]))),
  ],
};
