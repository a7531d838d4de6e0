// Optimizers, clipping, schedules and initializers are what PyTorch's are, within 1e-13 + 1e-12 |expected|. The values are
// read from the folder that NUDGE_GOLDEN names, or from this one.
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { describe, expect, test } from "vitest";
import {
  adadelta,
  adagrad,
  adam,
  adamw,
  clipByNorm,
  clipByValue,
  cosineDecay,
  exponentialDecay,
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  matmul,
  milestoneDecay,
  nadam,
  type Optimizer,
  oneCycle,
  orthogonal,
  type Rng,
  reduceOnPlateau,
  rmsprop,
  rng,
  type Schedule,
  sgd,
  stepDecay,
  type Tensor,
  tensors,
  transpose,
  warmUp,
} from "../../src/index.ts";
import { normOf } from "../../src/training/gradient/clip.ts";

// biome-ignore lint/suspicious/noExplicitAny: what is in it depends on the case
type Case = any;

function read(file: string): Case {
  const folder = process.env.NUDGE_GOLDEN ?? import.meta.dirname;
  const words = ["NaN", "Infinity", "-Infinity"];
  const revive = (_: string, value: unknown) => (words.includes(value as string) ? Number(value) : value);
  return JSON.parse(readFileSync(join(folder, `${file}.json`), "utf8"), revive);
}

function expectClose(actual: ArrayLike<number>, expected: ArrayLike<number>) {
  expect(actual.length).toBe(expected.length);
  for (let i = 0; i < expected.length; i++) {
    expect(Math.abs(actual[i] - expected[i])).toBeLessThanOrEqual(1e-13 + 1e-12 * Math.abs(expected[i]));
  }
}

/** "learning_rate" is our learningRate. */
const ours = (config: object) =>
  Object.fromEntries(
    Object.entries(config).map(([name, value]) => [name.replace(/_./g, ([, c]) => c.toUpperCase()), value]),
  );

describe("optimizers", () => {
  const { start, gradients, cases } = read("optimizers");
  const factories: Record<string, (options: object) => Optimizer> = {
    sgd,
    adam,
    adamw,
    nadam,
    rmsprop,
    adagrad,
    adadelta,
  };

  test.each<Case>(cases)("$name", ({ optimizer: name, config, steps }) => {
    const optimizer = factories[name](ours(config));
    const theta = Float64Array.from(start.data);
    const state = optimizer.init(theta.length, "float64");
    const [count, length] = steps.shape;
    for (let k = 0; k < count; k++) {
      const row = ({ data }: Case): number[] => data.slice(k * length, (k + 1) * length);
      const at = { step: k + 1, rate: optimizer.learningRate };
      optimizer.step(theta, Float64Array.from(row(gradients)), state, at);
      expectClose(theta, row(steps));
    }
  });

  test("all of them have cases", () => {
    expect(new Set(cases.map(({ optimizer }: Case) => optimizer))).toEqual(new Set(Object.keys(factories)));
  });
});

describe("clipping", () => {
  test.each<Case>(read("optimizers").clipping)(
    "$name",
    ({ clip, config, gradients, total_norm, clipped }) => {
      const { maximum, norm } = config;
      const parts = gradients.map(({ data }: Case) => Float64Array.from(data));
      if (clip === "norm") expectClose([normOf(parts, norm)], [total_norm]);
      (clip === "norm" ? clipByNorm(maximum, { norm }) : clipByValue(maximum)).apply(parts);
      clipped.forEach(({ data }: Case, k: number) => {
        expectClose(parts[k], data);
      });
    },
  );
});

describe("schedules", () => {
  /** The base rate and the schedule. */
  const factories: Record<string, (config: Case) => [number, Schedule]> = {
    step: ({ learning_rate, every, factor }) => [learning_rate, stepDecay({ every, factor })],
    milestones: ({ learning_rate, milestones, factor }) => [
      learning_rate,
      milestoneDecay({ milestones, factor }),
    ],
    exponential: ({ learning_rate, factor }) => [learning_rate, exponentialDecay({ factor })],
    cosine: ({ learning_rate, epochs, minimum }) => [learning_rate, cosineDecay({ epochs, minimum })],
    warmup_cosine: ({ learning_rate, warmup, start_factor, epochs, minimum }) => [
      learning_rate,
      warmUp({ epochs: warmup, startFactor: start_factor, followedBy: cosineDecay({ epochs, minimum }) }),
    ],
    one_cycle: ({ maximum, total_steps, rise, divide_start, divide_end, anneal, three_phase }) => [
      maximum,
      oneCycle({
        steps: total_steps,
        rise,
        divideStart: divide_start,
        divideEnd: divide_end,
        anneal: anneal === "cos" ? "cosine" : anneal,
        threePhase: three_phase,
      }),
    ],
    plateau: ({ learning_rate, factor, patience, threshold, threshold_mode, cooldown, minimum }) => [
      learning_rate,
      reduceOnPlateau({
        factor,
        patience,
        threshold,
        thresholdMode: threshold_mode === "rel" ? "relative" : "absolute",
        cooldown,
        minimum,
      }),
    ],
  };
  const { cases } = read("schedules");

  test.each<Case>(cases)("$name", ({ schedule: name, config, losses = [], rates }) => {
    const [base, schedule] = factories[name](config);
    // In one cycle a step is an epoch here.
    const at = (epoch: number) => schedule({ step: epoch, epoch, losses: losses.slice(0, epoch) }, base);
    expectClose(
      rates.map((_: number, epoch: number) => at(epoch)),
      rates,
    );
  });

  test("all of them have cases", () => {
    expect(new Set(cases.map(({ schedule }: Case) => schedule))).toEqual(new Set(Object.keys(factories)));
  });
});

describe("initializers", () => {
  /** A stream at the edge: the least uniform number, and the normal one that is one deviation from the mean. */
  const edge: Rng = { ...rng(0), uniform: () => 0, normal: () => 1 };
  type Initializer = (shape: number[]) => (stream: Rng) => Tensor;
  const factories: Record<string, (config: Case) => Initializer> = {
    glorot_uniform:
      ({ gain }) =>
      (shape) =>
        glorotUniform(shape, gain),
    glorot_normal:
      ({ gain }) =>
      (shape) =>
        glorotNormal(shape, gain),
    he_uniform:
      ({ slope }) =>
      (shape) =>
        heUniform(shape, slope),
    he_normal:
      ({ slope }) =>
      (shape) =>
        heNormal(shape, slope),
    lecun_normal: () => lecunNormal,
    orthogonal:
      ({ gain }) =>
      (shape) =>
        orthogonal(shape, gain),
  };
  const { cases } = read("initializers");

  test.each<Case>(cases)("$name", ({ initializer, shape, config, distribution, bound, std, ...golden }) => {
    const make = factories[initializer](config)(shape);
    if (initializer === "orthogonal") {
      expectOrthogonal(make(rng(1)), golden);
      return;
    }
    const drawn = make(edge);
    expect(drawn.shape).toEqual(shape);
    // A uniform number is -bound at the least; its deviation is bound / √3.
    if (distribution === "uniform") {
      expectClose([-drawn.data[0], -drawn.data[0] / Math.sqrt(3)], [bound, std]);
    } else expectClose([drawn.data[0]], [std]);
  });

  /** The rows (or columns, where there are fewer) are orthogonal, and all of one length. */
  function expectOrthogonal(weight: Tensor, { matrix, order, diagonal, frobenius_norm }: Case) {
    const m = tensors.reshape(weight, matrix);
    const product = matrix[0] <= matrix[1] ? matmul(m, transpose(m)) : matmul(transpose(m), m);
    expect(product.shape).toEqual([order, order]);
    for (let i = 0; i < order; i++)
      for (let j = 0; j < order; j++) expectClose([product.get(i, j)], [i === j ? diagonal : 0]);
    expectClose([Math.hypot(...weight.data)], [frobenius_norm]);
  }

  test("all of them have cases", () => {
    expect(new Set(cases.map(({ initializer }: Case) => initializer))).toEqual(
      new Set(Object.keys(factories)),
    );
  });
});
