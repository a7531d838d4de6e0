// Tensors that are checked by directions: a right one costs a few evaluations, and no wrong one may pass for being lost
// beside the others or in the noise.
import { copy, type Layer, map, rng, type Tensor, zeros } from "@nudge/core";
import {
  conv2d,
  dense,
  embedding,
  flatten,
  gelu,
  layerNorm,
  lstm,
  maxPool2d,
  multiHeadSelfAttention,
  relu,
  residual,
  rmsNorm,
  sequential,
  silu,
  tanh,
} from "../../../layers/src/index.ts";
import { type GradcheckReport, gradcheck, gradcheckFunction } from "../../src/index.ts";
import type { Family, Member } from "./family.ts";

/** Changes the gradient of one tensor. */
type Bug = (gradient: Float64Array) => void;

/** The place of the entry that has a share of the others below it, by its size; those that are 0 aside. */
function placeOf(g: Float64Array, share: number): number {
  const places = [...g.keys()].filter((i) => g[i] !== 0).sort((a, b) => Math.abs(g[a]) - Math.abs(g[b]));
  return places[Math.floor(share * (places.length - 1))];
}

const scaledBy = (factor: number, share: number) => (g: Float64Array) => {
  g[placeOf(g, share)] *= factor;
};

const right: Bug = () => {};
const bugs: { readonly [bug: string]: Bug } = {
  zeros: (g) => g.fill(0),
  doubled: (g) => g.set(g.map((x) => 2 * x)),
  negated: (g) => g.set(g.map((x) => -x)),
  "the largest a tenth off": scaledBy(1.1, 1),
  "a large one 0": scaledBy(0, 0.9),
  "a typical one doubled": scaledBy(2, 0.5),
};
/** Where some are rightly 0. */
const bugsOfZeros = {
  ...bugs,
  "one 0 that is not": scaledBy(0, 0.7),
  "one that is 0 not": (g: Float64Array) => {
    g[g.indexOf(0)] = g[placeOf(g, 0.5)];
  },
};

type Check = (seed: number, bug: Bug) => GradcheckReport;

const member = (name: string, check: Check, wrong: { readonly [bug: string]: Bug } = bugs): Member => ({
  name,
  right: (seed) => check(seed, right),
  wrong: Object.fromEntries(
    Object.entries(wrong).map(([what, bug]) => [what, (seed: number) => check(seed, bug)]),
  ),
});

type Real = (x: number) => number;

interface Sum {
  readonly f: Real;
  readonly slope: Real;
  readonly length: number;
  readonly weight?: (i: number) => number;
  readonly offset?: number;
  /** What every step of the sum is rounded by. */
  readonly round?: Real;
  readonly theta?: (normal: number) => number;
}

/** Σ w f(θ) + c, added up one after another. */
const sumOf =
  ({ f, slope, length, weight = () => 1, offset = 0, round = (x) => x, theta = (x) => x }: Sum): Check =>
  (seed, bug) => {
    const stream = rng(seed);
    const values = Float64Array.from({ length }, () => round(theta(stream.normal())));
    return gradcheckFunction(
      {
        name: "sum",
        theta: values,
        value: (x) => {
          let sum = offset;
          for (let i = 0; i < length; i++) sum = round(sum + round(weight(i) * round(f(x[i]))));
          return sum;
        },
        gradient: (x) => {
          const g = Float64Array.from(x, (v, i) => weight(i) * slope(v));
          bug(g);
          return g;
        },
      },
      { method: "bisect", seed },
    );
  };

interface Gradients {
  readonly [name: string]: Tensor | Gradients | null;
}

/** Gradients with another one of the tensor that a path of names leads to. */
function withBug(gradients: Gradients, [name, ...rest]: readonly string[], bug: Bug): Gradients {
  const inner = gradients[name] as Gradients;
  if (rest.length > 0) return { ...gradients, [name]: withBug(inner, rest, bug) };
  const changed = copy(gradients[name] as Tensor);
  bug(changed.data as Float64Array);
  return { ...gradients, [name]: changed };
}

/** A layer with a bug in the gradient of one of its tensors; `round` is what its output is rounded by. */
const layerOf =
  (
    layer: Layer,
    input: readonly number[] | ((seed: number) => Tensor),
    tensor: string,
    round?: Real,
  ): Check =>
  (seed, bug) => {
    const wrong: Layer = {
      ...layer,
      forward: (...given) => {
        const [y, ...rest] = layer.forward(...given);
        return [round === undefined ? y : map(y as Tensor, round), ...rest];
      },
      backward: (...given) => withBug(layer.backward(...given) as Gradients, tensor.split("."), bug) as never,
      toString: () => `${layer}`,
    };
    return gradcheck(wrong, {
      input: typeof input === "function" ? input(seed) : [...input],
      method: "bisect",
      seed,
    });
  };

/** Indices of the first rows of a table. */
const indices = (below: number) => (seed: number) => {
  const stream = rng(seed);
  return map(zeros([4, 5]), () => stream.integer(below));
};

const { fround } = Math;
const squares = { f: (x: number) => x * x, slope: (x: number) => 2 * x };
const waves = { f: Math.sin, slope: Math.cos };
const straight = { f: (x: number) => 3 * x, slope: () => 3 };
const bent = { f: (x: number) => Math.max(x, 0), slope: (x: number) => (x > 0 ? 1 : 0) };
const logarithm = { f: (x: number) => Math.log1p(x * x), slope: (x: number) => (2 * x) / (1 + x * x) };
const logistic = { f: (x: number) => Math.log1p(Math.exp(x)), slope: (x: number) => 1 / (1 + Math.exp(-x)) };
const sparse = (i: number) => (i % 40 === 3 ? 1 + (i % 7) : 0);

export const byDirections: Family = {
  name: "checked by directions",
  members: [
    member("64 squares in float32", sumOf({ ...squares, length: 64, round: fround })),
    member("200 waves in float32", sumOf({ ...waves, length: 200, round: fround })),
    member("2000 waves", sumOf({ ...waves, length: 2000 })),
    member("300 waves on top of 1e6", sumOf({ ...waves, length: 300, offset: 1e6 })),
    member("weights from 1 to 1e-9", sumOf({ ...logistic, length: 180, weight: (i) => 10 ** (-i / 20) })),
    member(
      "numbers from 1e-6 to 1e6",
      sumOf({ ...logarithm, length: 200, theta: (x) => x * 10 ** (2 * x), weight: (i) => i + 1 }),
    ),
    member("4 equal slopes", sumOf({ ...straight, length: 4 })),
    member("1e-9 of 150 equal slopes", sumOf({ ...straight, length: 150, weight: () => 1e-9 })),
    member("400 straight pieces", sumOf({ ...bent, length: 400 }), bugsOfZeros),
    member("a table of which few rows count", sumOf({ ...waves, length: 800, weight: sparse }), bugsOfZeros),
    member(
      "a table of which few rows count, in float32",
      sumOf({ ...waves, length: 800, weight: sparse, round: fround }),
      bugsOfZeros,
    ),
    member("an embedding", layerOf(embedding(200, 8), indices(30), "weight"), bugsOfZeros),
    member(
      "the middle of a relu net",
      layerOf(sequential(dense(20, 60), relu(), dense(60, 40), relu(), dense(40, 5)), [3, 20], "2.weight"),
      bugsOfZeros,
    ),
    member(
      "a net with float32 outputs",
      layerOf(sequential(dense(10, 12), tanh(), dense(12, 4)), [6, 10], "0.weight", fround),
    ),
    member("the kernel of a convolution", layerOf(conv2d(2, 6, 3), [1, 2, 8, 8], "weight")),
    member(
      "the input of convolution and pooling",
      layerOf(sequential(conv2d(2, 4, 3), relu(), maxPool2d(2), flatten()), [1, 2, 8, 8], "input"),
      bugsOfZeros,
    ),
    member("attention", layerOf(multiHeadSelfAttention(8, 2), [1, 5, 8], "query.weight")),
    member("a recurrent layer", layerOf(lstm(4, 6), [1, 3, 4], "hiddenWeight")),
    member(
      "a normalised residual net",
      layerOf(
        sequential(
          dense(8, 10),
          layerNorm(10),
          gelu(),
          residual(sequential(rmsNorm(10), dense(10, 10), silu())),
        ),
        [4, 8],
        "0.weight",
      ),
    ),
  ],
};
