// State kept by reference: what a pass keeps is harmless as long as no other pass works with it. In place, an array that
// was kept follows θ, and everything looks right.
import {
  add,
  defineLayer,
  defineLoss,
  divide,
  exp,
  map,
  matmul,
  max,
  mean,
  multiply,
  type Pass,
  rng,
  sqrt,
  square,
  subtract,
  sum,
  tensor,
  transpose,
  zeros,
} from "@nudge/core";
import {
  type GradcheckReport,
  gradcheck,
  gradcheckFunction,
  gradcheckLoss,
  gradcheckMap,
  type MapSubject,
  statefulMap,
} from "../../src/index.ts";
import type { Check, Family, Member } from "./family.ts";
import { harmful, harmless, type Keeping, type Passes, type Tensors } from "./keeping.ts";

interface Drawn {
  /** Shapes by name. */
  readonly shapes: { readonly [name: string]: readonly number[] };
  /** Entries are drawn around 0 at this scale, or from 1 to 2 times it. */
  readonly scale?: number;
  readonly positive?: true;
}

interface Subject extends Passes, Drawn {
  readonly name: string;
}

const drawn = ({ shapes, scale = 1, positive }: Drawn, seed: number): Tensors => {
  const stream = rng(seed);
  const draw = positive ? () => scale * (1 + stream.uniform()) : () => scale * stream.normal();
  return Object.fromEntries(
    Object.entries(shapes).map(([name, shape]) => [name, map(zeros([...shape]), draw)]),
  );
};

/** y = f(x), entry by entry. */
const pointwise = (
  name: string,
  f: (x: number) => number,
  slope: (x: number) => number,
  more: Partial<Subject> = {},
): Subject => ({
  name,
  shapes: { x: [3, 4] },
  forward: ({ x }) => [map(x, f), { x }],
  backward: (dy, { x }) => ({ x: map(dy, x, (d, v) => d * slope(v)) }),
  ...more,
});

const maps: readonly Subject[] = [
  pointwise(
    "x³",
    (x) => x ** 3,
    (x) => 3 * x * x,
  ),
  pointwise(
    "relu",
    (x) => Math.max(x, 0),
    (x) => (x > 0 ? 1 : 0),
  ),
  pointwise("|x| at 1e-6", Math.abs, Math.sign, { scale: 1e-6 }),
  pointwise(
    "1/x at 1e6",
    (x) => 1 / x,
    (x) => -1 / (x * x),
    { scale: 1e6, positive: true, shapes: { x: [5] } },
  ),
  pointwise("log of one number", Math.log, (x) => 1 / x, { positive: true, shapes: { x: [1] } }),
  {
    name: "tanh, which keeps its output",
    shapes: { x: [2, 3, 2] },
    forward({ x }) {
      const y = map(x, Math.tanh);
      return [y, { y }];
    },
    backward: (dy, { y }) => ({ x: map(dy, y, (d, v) => d * (1 - v * v)) }),
  },
  {
    name: "x W + b",
    shapes: { x: [4, 3], W: [3, 2], b: [2] },
    forward: ({ x, W, b }) => [add(matmul(x, W), b), { x, W }],
    backward: (dy, { x, W }) => ({
      x: matmul(dy, transpose(W)),
      W: matmul(transpose(x), dy),
      b: sum(dy, 0),
    }),
  },
  {
    name: "xᵀ A x",
    shapes: { x: [4, 1], A: [4, 4] },
    forward: ({ x, A }) => [matmul(transpose(x), matmul(A, x)), { x, A }],
    backward: (dy, { x, A }) => ({
      x: multiply(matmul(add(A, transpose(A)), x), dy.data[0]),
      A: multiply(matmul(x, transpose(x)), dy.data[0]),
    }),
  },
  {
    name: "softmax over rows",
    shapes: { x: [3, 5] },
    forward({ x }) {
      const e = exp(x);
      const y = divide(e, sum(e, 1, { keepDims: true }));
      return [y, { y }];
    },
    backward: (dy, { y }) => ({
      x: multiply(y, subtract(dy, sum(multiply(dy, y), 1, { keepDims: true }))),
    }),
  },
  {
    name: "x over its length, times a gain",
    shapes: { x: [6], gain: [6] },
    forward({ x, gain }) {
      const size = sqrt(tensor(sum(square(x))));
      return [multiply(divide(x, size), gain), { x, size, gain }];
    },
    backward(dy, { x, size, gain }) {
      const dn = multiply(dy, gain);
      const along = sum(multiply(dn, x)) / size.get() ** 3;
      return { x: map(dn, x, (d, v) => d / size.get() - along * v), gain: multiply(dy, divide(x, size)) };
    },
  },
  {
    name: "columns less their means, squared",
    shapes: { x: [5, 2] },
    forward({ x }) {
      const z = subtract(x, mean(x, 0));
      return [square(z), { z }];
    },
    backward(dy, { z }) {
      const dz = multiply(2, multiply(dy, z));
      return { x: subtract(dz, mean(dz, 0)) };
    },
  },
  {
    name: "the largest entry",
    shapes: { x: [4, 5] },
    forward: ({ x }) => [tensor(max(x)), { x }],
    backward: (dy, { x }) => {
      const largest = max(x);
      return { x: map(x, (v) => (v === largest ? dy.get() : 0)) };
    },
  },
  {
    name: "x² with entries dropped at random",
    shapes: { x: [4, 6] },
    forward({ x }, { rng, training }) {
      const mask = map(x, () => (training ? (rng.uniform() < 0.5 ? 0 : 2) : 1));
      return [multiply(square(x), mask), { mask, x }];
    },
    backward: (dy, { x, mask }) => ({ x: multiply(2, multiply(multiply(dy, x), mask)) }),
  },
];

const passNothing: Pass = { training: true, rng: rng(0) };

/** How passes are checked that keep something. */
type CheckOf = (passes: Passes, subject: Subject, seed: number) => GradcheckReport;

const asMap: CheckOf = (passes, subject, seed) =>
  gradcheckMap({ ...passes, name: subject.name, tensors: drawn(subject, seed) } as MapSubject, { seed });

/** The first tensor is the input, the others are parameters. */
const asLayer: CheckOf = ({ forward, backward }, subject, seed) => {
  const { x: input, ...parameters } = drawn(subject, seed);
  const layer = defineLayer("layer", () => ({
    parameters,
    forward: (x, own, pass) => forward({ x, ...own }, pass),
    backward: (dy, kept: Tensors) => {
      const { x, ...gradients } = backward(dy, kept);
      return { input: x, ...gradients };
    },
  }));
  return gradcheck(layer(), { input, seed });
};

const asLoss: CheckOf = ({ forward, backward }, subject, seed) => {
  const { prediction, target } = drawn(subject, seed);
  const loss = defineLoss("loss", () => ({
    forward(prediction, target) {
      const [y, kept] = forward({ prediction, target }, passNothing);
      return [y.get(), kept];
    },
    backward: (kept: Tensors) => backward(tensor(1), kept).prediction,
  }));
  return gradcheckLoss(loss(), { prediction, target, seed });
};

const losses: readonly Subject[] = [
  {
    name: "mean squared error",
    shapes: { prediction: [4, 3], target: [4, 3] },
    forward: ({ prediction, target }) => [
      tensor(mean(square(subtract(prediction, target)))),
      { target, prediction },
    ],
    backward: (dy, { prediction, target }) => ({
      prediction: multiply(subtract(prediction, target), (2 * dy.get()) / target.size),
    }),
  },
  {
    name: "sum of log cosh",
    shapes: { prediction: [7], target: [7] },
    scale: 2,
    forward: ({ prediction, target }) => {
      const r = subtract(prediction, target);
      return [tensor(sum(map(r, (v) => Math.abs(v) + Math.log1p(Math.exp(-2 * Math.abs(v)))))), { r }];
    },
    backward: (dy, { r }) => ({ prediction: map(r, (v) => dy.get() * Math.tanh(v)) }),
  },
];

/** A function has no cache: its gradient is made at the θ that it gets, or from what the last value kept. */
const functions: readonly Member[] = [1, 1e4].map((scale) => {
  const theta = (seed: number) => Array.from(drawn({ shapes: { t: [5] }, scale }, seed).t.data);
  const value = (t: Float64Array) => t.reduce((total, x, i) => total + x * x * t[(i + 1) % t.length], 0);
  const gradientAt = (t: Float64Array) => t.map((x, i) => 2 * x * t[(i + 1) % t.length] + t.at(i - 1)! ** 2);
  const keeping =
    (choose: (last: Float64Array, first: Float64Array, theta: Float64Array) => Float64Array): Check =>
    (seed) => {
      let [first, last]: Float64Array[] = [];
      return gradcheckFunction(
        {
          theta: theta(seed),
          value(t) {
            first ??= t;
            last = t;
            return value(t);
          },
          gradient: (t) => gradientAt(choose(last, first, t)),
        },
        { seed },
      );
    };
  const isSame = (a: Float64Array, b: Float64Array) => a.every((x, i) => x === b[i]);
  return {
    name: `a cubic form at ${scale}`,
    right: keeping((last, _, t) => (isSame(last, t) ? last : t)),
    wrong: {
      "what the last value was given": keeping((last) => last),
      "what the first value was given": keeping((_, first) => first),
    },
  };
});

/** Objects keep what their last pass was given, and may: forward comes before each of their backwards. */
const objects: readonly Member[] = [1, 30].map((scale) => {
  const checkOf =
    (keep: (kept: number[] | undefined, x: number[]) => number[]): Check =>
    (seed) => {
      const { x, w } = drawn({ shapes: { x: [6], w: [6] }, scale }, seed);
      let kept: number[] | undefined;
      const gain = Array.from(w.data);
      const gradient = gain.map(() => 0);
      const map = statefulMap({
        input: Array.from(x.data),
        values: { gain },
        gradients: () => ({ gain: gradient }),
        forward(input) {
          kept = keep(kept, input);
          return input.map((v, i) => v * v * gain[i]);
        },
        backward(dy) {
          const x = kept as number[];
          for (const [i, d] of dy.entries()) gradient[i] = d * x[i] * x[i];
          return dy.map((d, i) => 2 * d * x[i] * gain[i]);
        },
      });
      return gradcheckMap(map, { seed });
    };
  return {
    name: `an object at ${scale}`,
    right: checkOf((_, x) => x),
    wrong: { "what its first pass was given": checkOf((kept, x) => kept ?? x) },
  };
});

const members = (kind: string, subjects: readonly Subject[], checkOf: CheckOf): Member[] =>
  subjects.map((subject, k) => {
    const keeping =
      (keep: Keeping): Check =>
      (seed) =>
        checkOf(keep(subject), subject, seed);
    return {
      name: `${kind}: ${subject.name}`,
      right: (seed) => keeping(Object.values(harmless)[(k + seed) % Object.keys(harmless).length])(seed),
      wrong: Object.fromEntries(Object.entries(harmful).map(([what, keep]) => [what, keeping(keep)])),
    };
  });

export const keptState: Family = {
  name: "state kept by reference",
  members: [
    ...members("a map", maps, asMap),
    ...members("a layer", maps, asLayer),
    ...members("a loss", losses, asLoss),
    ...functions,
    ...objects,
  ],
};
