// The values are held to PyTorch's elsewhere; here is how training asks for them, and what is refused.
import { expect, test } from "vitest";
import { dense, meanSquaredError } from "../../../test/fixtures.ts";
import {
  cosineDecay,
  createModel,
  exponentialDecay,
  type Moment,
  milestoneDecay,
  type Optimizer,
  oneCycle,
  reduceOnPlateau,
  stepDecay,
  type TrainOptions,
  train,
  warmUp,
} from "../../index.ts";

const data = { inputs: [[0], [1], [2], [3], [4]], targets: [[1], [3], [5], [7], [9]] };
const loss = meanSquaredError();

/** An optimizer that writes down the rates it is given, and moves by them a little. */
function watching(rates: number[]): Optimizer {
  return {
    name: "watching",
    learningRate: 8,
    init: () => ({}),
    step(theta, gradient, _, { rate }) {
      rates.push(rate);
      for (let i = 0; i < theta.length; i++) theta[i] -= 1e-3 * gradient[i];
    },
  };
}

function ratesOf(options: Partial<TrainOptions>) {
  const rates: number[] = [];
  const optimizer = watching(rates);
  const results = [
    ...train(createModel(dense(1, 1)), data, { loss, optimizer, epochs: 3, batchSize: 2, ...options }),
  ];
  return { rates, results };
}

test("training asks before every step, with the steps and epochs that are finished", () => {
  const asked: Moment[] = [];
  const { rates, results } = ratesOf({
    schedule: (moment, base) => {
      asked.push({ ...moment, losses: [...moment.losses] });
      return base / (moment.step + 1);
    },
  });
  // At first it is asked whether it is a schedule.
  const [, ...moments] = asked;
  expect(rates).toEqual([1, 2, 3, 4, 5, 6, 7, 8, 9].map((n) => 8 / n));
  expect(moments.map(({ step }) => step)).toEqual([0, 1, 2, 3, 4, 5, 6, 7, 8]);
  expect(moments.map(({ epoch }) => epoch)).toEqual([0, 0, 0, 1, 1, 1, 2, 2, 2]);
  expect(moments.at(-1)!.losses).toEqual(results.slice(0, 2).map(({ loss }) => loss));
});

test("without a schedule the rate stays that of the optimizer", () => {
  expect(new Set(ratesOf({}).rates)).toEqual(new Set([8]));
});

test("the losses are those of validation where there is one", () => {
  let seen: readonly number[] = [];
  const schedule = ({ losses }: Moment, base: number) => {
    seen = [...losses];
    return base;
  };
  const optimizer = watching([]);
  const options = { loss, optimizer, epochs: 3, validation: data, schedule };
  const results = [...train(createModel(dense(1, 1)), data, options)];
  expect(seen).toEqual(results.slice(0, 2).map(({ validation }) => validation.loss));
});

test("a schedule that remembers nothing serves any number of trainings", () => {
  const schedule = reduceOnPlateau({ patience: 0, threshold: 0.9, factor: 0.5 });
  expect(ratesOf({ schedule }).rates).toEqual([8, 8, 8, 8, 8, 8, 4, 4, 4]);
  expect(ratesOf({ schedule }).rates).toEqual([8, 8, 8, 8, 8, 8, 4, 4, 4]);
});

test("a warm-up ends at the base", () => {
  const schedule = warmUp({ epochs: 2, startFactor: 0.5 });
  expect(ratesOf({ schedule, batchSize: 5 }).rates).toEqual([4, 6, 8]);
});

test("a cycle stays at its end", () => {
  const at = (step: number) => oneCycle({ steps: 10 })({ step, epoch: 0, losses: [] }, 1);
  expect(at(9)).toBeCloseTo(1 / 25 / 1e4, 18);
  expect(at(100)).toBe(1 / 25 / 1e4);
});

test("a cycle that rises in its first step starts at the base, also where that is its only step", () => {
  const at = (steps: number, rise: number) => (step: number) =>
    oneCycle({ steps, rise, anneal: "linear" })({ step, epoch: 0, losses: [] }, 1);
  expect([0, 9].map(at(10, 0.1))).toEqual([1, expect.closeTo(1 / 25 / 1e4, 15)]);
  for (const steps of [1, 2, 3])
    for (let step = 0; step < steps; step++) expect(at(steps, 0.3)(step)).toBeGreaterThan(0);
});

test("three phases come back to the start, and go on to the end", () => {
  const at = (step: number) =>
    oneCycle({ steps: 21, rise: 0.5, threePhase: true })({ step, epoch: 0, losses: [] }, 1);
  expect(at(0)).toBeCloseTo(1 / 25, 15);
  expect(at(19)).toBeCloseTo(1 / 25, 15);
  expect(at(20)).toBeCloseTo(1 / 25 / 1e4, 15);
});

test("a rate that is no rate is refused", () => {
  expect(() => ratesOf({ schedule: ({ epoch }) => (epoch === 1 ? Number.NaN : 1) })).toThrow(
    "train: the schedule gave a rate of NaN in epoch 2",
  );
  expect(() => ratesOf({ schedule: () => -1 })).toThrow("train: the schedule gave a rate of -1 in epoch 1");
});

test.each([
  [() => stepDecay({ every: 0 }), "stepDecay: every must be a whole number above 0, got 0"],
  [() => stepDecay({ every: 2, factor: 0 }), "stepDecay: factor must be above 0, got 0"],
  [
    () => milestoneDecay({ milestones: [1.5] }),
    "milestoneDecay: milestones[0] must be a whole number above 0, got 1.5",
  ],
  [
    () => milestoneDecay({ milestones: 8 as never }),
    "milestoneDecay: milestones must be a list of epochs, got 8",
  ],
  [() => exponentialDecay({} as never), "exponentialDecay: factor must be above 0, got undefined"],
  [() => cosineDecay({ epochs: 10, minimum: -1 }), "cosineDecay: minimum must be at least 0, got -1"],
  [() => warmUp({ epochs: 5, startFactor: 1 }), "warmUp: startFactor must be at least 0 and below 1, got 1"],
  [
    () => warmUp({ epochs: 5, followedBy: 0.1 as never }),
    "warmUp: followedBy must be a schedule such as cosineDecay({ epochs: 100 }), got 0.1",
  ],
  [
    () => oneCycle({ steps: 10, rise: 0.6, threePhase: true }),
    "oneCycle: rise must be up to 0.5 with threePhase, to come down as fast, got 0.6",
  ],
  [() => oneCycle({ steps: 10, rise: 1 }), "oneCycle: rise must be above 0 and below 1, got 1"],
  [
    () => oneCycle({ steps: 10, anneal: "cos" as never }),
    'oneCycle: anneal must be "cosine" or "linear", got "cos"',
  ],
  [
    () => reduceOnPlateau({ patience: 1.5 }),
    "reduceOnPlateau: patience must be a whole number from 0 on, got 1.5",
  ],
  [() => reduceOnPlateau({ factor: 1 }), "reduceOnPlateau: factor must be above 0 and below 1, got 1"],
  [
    () => reduceOnPlateau({ thresholdMode: "rel" as never }),
    'reduceOnPlateau: thresholdMode must be "relative" or "absolute", got "rel"',
  ],
  [() => reduceOnPlateau({ wait: 3 } as object), 'reduceOnPlateau: unknown option "wait"'],
])("%s is refused", (make, rule) => {
  expect(make).toThrow(rule);
});

test.each([cosineDecay, reduceOnPlateau, (() => undefined) as never])(
  "%s, which gives no rate, is no schedule",
  (schedule) => {
    expect(() => ratesOf({ schedule: schedule as never })).toThrow(
      new Error(
        'train: schedule must be a schedule such as cosineDecay({ epochs: 100 }), got a function that gives no rate: are its "()" missing?',
      ),
    );
  },
);
