// Edges of domains: one entry or more stand where the function ends. Outside it gives NaN or an infinity, or throws; that is
// one thing. Where the slope to the side that is left comes to rest, it judges; where it does not, or there is no side, nobody
// can tell.
import { defineLayer, defineLoss, map, multiply, rng, sum, type Tensor, tensor } from "@nudge/core";
import { gradcheck, gradcheckFunction, gradcheckLoss, gradcheckMap } from "../../src/index.ts";
import type { Check, Family, Member } from "./family.ts";

/** What comes outside of a domain. */
const outsides = {
  NaN: () => Number.NaN,
  Infinity: () => Number.POSITIVE_INFINITY,
  "-Infinity": () => Number.NEGATIVE_INFINITY,
  "a throw": (): number => {
    throw new RangeError("outside of the domain");
  },
  "a throw of nothing": (): number => {
    throw undefined;
  },
};
type Outside = keyof typeof outsides;

/** A function that ends at a point, and lies to one side of it. */
interface Ended {
  readonly at: number;
  readonly side: -1 | 1;
  readonly f: (x: number) => number;
  readonly slope: (x: number) => number;
  /** How far other entries may be inside. */
  readonly reach?: number;
}

/** How a subject is made of such a function, and what it is given. */
type Form = (ended: Ended, outside: Outside, options: object) => Check;

const guarded =
  ({ at, side, f }: Ended, outside: Outside) =>
  (x: number) =>
    side * (x - at) >= 0 ? f(x) : outsides[outside]();

const inside = ({ at, side, reach = 1 }: Ended, seed: number, count: number): number[] => {
  const stream = rng(seed);
  return Array.from({ length: count }, () => at + side * reach * (0.1 + 0.8 * stream.uniform()));
};

/** The value of a function: the ended one of one entry, and smooth ones of others. */
const value: Form = (ended, outside, options) => (seed) => {
  const f = guarded(ended, outside);
  return gradcheckFunction(
    {
      theta: [0.7, ended.at, -1.1],
      value: ([a, x, b]) => Math.sin(a * b) + 1.5 * f(x) + b ** 3,
      gradient: ([a, x, b]) => [b * Math.cos(a * b), 1.5 * ended.slope(x), a * Math.cos(a * b) + 3 * b * b],
    },
    { ...options, seed },
  );
};

/** Entry by entry, at the edge and inside. */
const entries: Form = (ended, outside, options) => (seed) => {
  const [a, b, c, d] = inside(ended, seed, 4);
  const f = guarded(ended, outside);
  return gradcheckMap(
    {
      tensors: { x: tensor([a, ended.at, b, c, ended.at, d], [2, 3]) },
      forward: ({ x }) => [map(x, f), undefined],
      backward: (dy, _, { x }) => ({ x: map(dy, x, (u, v) => u * ended.slope(v)) }),
    },
    { ...options, seed },
  );
};

/** Several outputs, of which one alone ends. */
const outputs: Form = (ended, outside, options) => (seed) => {
  const f = guarded(ended, outside);
  return gradcheckMap(
    {
      tensors: { x: tensor([ended.at, 0.8]) },
      forward: ({ x: { data: x } }) => [tensor([x[0] * x[1], f(x[0]), Math.sin(x[0]) + x[1] ** 2]), 0],
      backward: ({ data: dy }, _, { x: { data: x } }) => ({
        x: tensor([
          dy[0] * x[1] + dy[1] * ended.slope(x[0]) + dy[2] * Math.cos(x[0]),
          dy[0] * x[0] + dy[2] * 2 * x[1],
        ]),
      }),
    },
    { ...options, seed },
  );
};

/** y = x ⊙ f(w), w at the edge. */
const layer: Form = (ended, outside, options) => {
  const f = guarded(ended, outside);
  const gain = defineLayer("gain", () => ({
    parameters: { w: tensor([ended.at, ended.at + 0.4 * ended.side * (ended.reach ?? 1), ended.at]) },
    forward: (x: Tensor, { w }) => [multiply(x, map(w, f)), x],
    backward: (dy, x, { w }) => ({
      input: multiply(dy, map(w, f)),
      w: sum(multiply(multiply(dy, x), map(w, ended.slope)), 0),
    }),
  }));
  return (seed) => gradcheck(gain(), { ...options, seed, input: [4, 3] });
};

/** The mean of f(p) t over all entries. */
const loss: Form = (ended, outside, options) => {
  const f = guarded(ended, outside);
  const weighed = defineLoss("weighed", () => ({
    forward: (p: Tensor, t: Tensor) => [sum(multiply(map(p, f), t)), { p, t }],
    backward: ({ p, t }) => multiply(map(p, ended.slope), t),
  }));
  return (seed) => {
    const [a, b] = inside(ended, seed, 2);
    return gradcheckLoss(weighed(), {
      ...options,
      seed,
      prediction: [
        [a, ended.at],
        [ended.at, b],
      ],
      target: [
        [1, 2],
        [0.5, -1],
      ],
    } as never);
  };
};

/** Wrong gradients at the edge, where the slope is g and its usual size `size`. */
const bugs: { readonly [bug: string]: (g: number, size: number) => number } = {
  "off by a thirtieth": (g, size) => g + size / 30,
  "too large": (g, size) => g + 2 * size,
  "too small": (g, size) => g - 2 * size,
};

const bent = (ended: Ended, end: number): Ended => ({
  ...ended,
  slope: (x) => (x === ended.at ? end : ended.slope(x)),
});

const settled: readonly [name: string, form: Form, outside: Outside, ended: Ended, options?: object][] = [
  ["3a + a²", value, "NaN", { at: 0, side: 1, f: (a) => 3 * a + a * a, slope: (a) => 3 + 2 * a }],
  [
    "3a + a², a throw",
    value,
    "a throw",
    { at: 0, side: 1, f: (a) => 3 * a + a * a, slope: (a) => 3 + 2 * a },
  ],
  [
    "3a + a², Infinity",
    value,
    "Infinity",
    { at: 0, side: 1, f: (a) => 3 * a + a * a, slope: (a) => 3 + 2 * a },
  ],
  ["x^1.5", entries, "NaN", { at: 0, side: 1, f: (x) => x ** 1.5, slope: (x) => 1.5 * Math.sqrt(x) }],
  [
    "x^1.25 - x",
    entries,
    "-Infinity",
    { at: 0, side: 1, f: (x) => x ** 1.25 - x, slope: (x) => 1.25 * x ** 0.25 - 1 },
  ],
  [
    "x² log x + x",
    outputs,
    "NaN",
    {
      at: 0,
      side: 1,
      f: (x) => x * x * Math.log(x || 1) + x,
      slope: (x) => 2 * x * Math.log(x || 1) + x + 1,
    },
  ],
  ["log(1 + x) of counts", loss, "a throw", { at: 0, side: 1, f: Math.log1p, slope: (x) => 1 / (1 + x) }],
  ["exp up to 1", layer, "NaN", { at: 1, side: -1, f: Math.exp, slope: Math.exp }],
  [
    "sin from 1e4 on",
    entries,
    "a throw of nothing",
    { at: 1e4, side: 1, reach: 1e3, f: (x) => Math.sin(x / 1e3), slope: (x) => Math.cos(x / 1e3) / 1e3 },
  ],
  [
    "arccosh²",
    outputs,
    "NaN",
    {
      at: 1,
      side: 1,
      f: (x) => Math.acosh(x) ** 2,
      slope: (x) => (x === 1 ? 2 : (2 * Math.acosh(x)) / Math.sqrt(x * x - 1)),
    },
  ],
  [
    "arccos²",
    layer,
    "Infinity",
    {
      at: 1,
      side: -1,
      f: (x) => Math.acos(x) ** 2,
      slope: (x) => (x === 1 ? -2 : (-2 * Math.acos(x)) / Math.sqrt(1 - x * x)),
    },
  ],
  [
    "cos √x",
    entries,
    "NaN",
    {
      at: 0,
      side: 1,
      f: (x) => Math.cos(Math.sqrt(x)),
      slope: (x) => (x === 0 ? -0.5 : -Math.sin(Math.sqrt(x)) / Math.sqrt(x) / 2),
    },
  ],
  [
    "√(x + 1e-6)",
    value,
    "a throw",
    { at: 0, side: 1, f: (x) => Math.sqrt(x + 1e-6), slope: (x) => 0.5 / Math.sqrt(x + 1e-6) },
  ],
  [
    "(1 - x)² of probabilities",
    loss,
    "NaN",
    { at: 1, side: -1, f: (x) => (1 - x) ** 2 - x, slope: (x) => 2 * (x - 1) - 1 },
  ],
  [
    "exp(x / 2e-5)",
    value,
    "-Infinity",
    { at: 2e-5, side: 1, reach: 2e-5, f: (x) => Math.exp(x / 2e-5), slope: (x) => Math.exp(x / 2e-5) / 2e-5 },
  ],
  ["1e6 + sin", value, "NaN", { at: 0, side: 1, f: (x) => 1e6 + Math.sin(x), slope: Math.cos }],
  ["a straight line", outputs, "a throw", { at: -3, side: -1, f: (x) => -5 * x, slope: () => -5 }],
  [
    "x^1.5 + x at several points",
    entries,
    "a throw",
    { at: 0, side: 1, f: (x) => x ** 1.5 + x, slope: (x) => 1.5 * Math.sqrt(x) + 1 },
    { points: 3 },
  ],
  [
    "x² + x by directions",
    entries,
    "NaN",
    { at: 0, side: 1, f: (x) => x * x + x, slope: (x) => 2 * x + 1 },
    { method: "bisect" },
  ],
  [
    "x² + exp x, the latter in float32",
    entries,
    "NaN",
    {
      at: 0,
      side: 1,
      f: (x) => x * x + Math.fround(Math.exp(Math.fround(x))),
      slope: (x) => 2 * x + Math.exp(x),
    },
  ],
  [
    "sin x + 2x, rounded to 6 digits",
    entries,
    "a throw",
    {
      at: 0,
      side: 1,
      f: (x) => Math.round((Math.sin(x) + 2 * x) * 1e6) / 1e6,
      slope: (x) => Math.cos(x) + 2,
    },
  ],
];

/** The slope comes to rest at the edge. */
const judged: readonly Member[] = settled.map(([name, form, outside, ended, options = {}]): Member => {
  const size = Math.abs(ended.slope(ended.at)) || 1;
  const twin = (end: number) => form(bent(ended, end), outside, options);
  const wrong = Object.entries(bugs).map(
    ([bug, spoil]) => [bug, twin(spoil(ended.slope(ended.at), size))] as const,
  );
  return { name, right: form(ended, outside, options), wrong: Object.fromEntries(wrong) };
});

const endless: readonly [name: string, form: Form, outside: Outside, ended: Ended, options?: object][] = [
  ["√x", value, "NaN", { at: 0, side: 1, f: Math.sqrt, slope: (x) => 0.5 / Math.sqrt(x) }],
  [
    "√x, a throw",
    entries,
    "a throw",
    { at: 0, side: 1, f: Math.sqrt, slope: (x) => 0.5 / Math.sqrt(x) },
    { points: 2 },
  ],
  [
    "x log x",
    entries,
    "NaN",
    { at: 0, side: 1, f: (x) => (x === 0 ? 0 : x * Math.log(x)), slope: (x) => Math.log(x) + 1 },
  ],
  ["arcsin", outputs, "NaN", { at: 1, side: -1, f: Math.asin, slope: (x) => 1 / Math.sqrt(1 - x * x) }],
  ["arccos", entries, "a throw", { at: 1, side: -1, f: Math.acos, slope: (x) => -1 / Math.sqrt(1 - x * x) }],
  ["arccosh", value, "Infinity", { at: 1, side: 1, f: Math.acosh, slope: (x) => 1 / Math.sqrt(x * x - 1) }],
  ["x^0.9", outputs, "-Infinity", { at: 0, side: 1, f: (x) => x ** 0.9, slope: (x) => 0.9 * x ** -0.1 }],
  [
    "the cube root, on both sides",
    value,
    "NaN",
    { at: 0, side: 1, f: Math.cbrt, slope: (x) => 1 / (3 * Math.cbrt(x) ** 2) },
  ],
];

/** The slope grows without end: only an infinity of the other sign is wrong. */
const unbounded: readonly Member[] = endless.flatMap(
  ([name, form, outside, ended, options = {}]): Member[] => {
    const twin = (end: number) => form(bent(ended, end), outside, options);
    const sign = Math.sign(ended.slope(ended.at));
    const open = { rightIs: ["inconclusive"] } as const;
    return [
      {
        name: `${name}, infinite`,
        right: form(ended, outside, options),
        wrong: { "of the other sign": twin(-sign / 0) },
        ...open,
      },
      {
        name: `${name}, finite`,
        right: twin(0),
        wrong: { "-777": twin(-777), "1e300": twin(1e300) },
        ...open,
        wrongIs: ["inconclusive"],
      },
    ];
  },
);

const same = (g: number) => g;

/** Probabilities that have to add up to 1, within some tolerance: by default none, and every nudge is outside. */
const simplex =
  (outside: Outside, { p: spoil = same, w: spoilWeight = same, tolerance = 0 }): Check =>
  (seed) =>
    gradcheckMap(
      {
        tensors: { p: tensor([0.25, 0.5, 0.25]), w: tensor([0.3, -1.2, 2]) },
        forward: ({ p, w }) => [
          map(p, w, (a, b) => (Math.abs(sum(p) - 1) <= tolerance ? a * a * b : outsides[outside]())),
          undefined,
        ],
        backward: (dy, _, { p, w }) => ({
          p: map(multiply(dy, w), p, (d, a) => spoil(2 * d * a)),
          w: map(dy, p, (d, a) => spoilWeight(d * a * a)),
        }),
      },
      { seed },
    );

const twice = (g: number) => 2 * g;
const unmoved: readonly Member[] = (["NaN", "Infinity", "a throw"] as const).flatMap((outside): Member[] => [
  {
    name: `a sum that must be 1, else ${outside}`,
    right: simplex(outside, {}),
    rightIs: ["inconclusive"],
    wrong: { doubled: simplex(outside, { p: twice }) },
    wrongIs: ["inconclusive"],
  },
  {
    name: `weights beside a sum that must be 1, else ${outside}`,
    right: simplex(outside, {}),
    rightIs: ["inconclusive"],
    wrong: { doubled: simplex(outside, { w: twice }) },
  },
  {
    name: `a sum that must be 1 within 1e-9, else ${outside}`,
    right: simplex(outside, { tolerance: 1e-9 }),
    wrong: { doubled: simplex(outside, { tolerance: 1e-9, p: twice }) },
  },
]);

export const edges: Family = { name: "edges of domains", members: [...judged, ...unbounded, ...unmoved] };
