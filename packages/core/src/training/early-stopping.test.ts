import { describe, expect, test } from "vitest";
import { center, chain, dense, meanSquaredError } from "../../test/fixtures.ts";
import { createModel, type EarlyStoppingOptions, type Metric, type Optimizer, sgd, train } from "../index.ts";
import { leavesOf, type Tree } from "../layer/tree.ts";

const inputs = Array.from({ length: 8 }, (_, i) => [i / 8, i % 3]);
const data = { inputs, targets: inputs.map(([a, b]) => [a - b]) };

/** A metric that gives one planned value after another. */
function planned(plan: readonly unknown[], better?: "higher" | "lower"): Metric<"planned", unknown> {
  let epoch = 0;
  return { name: "planned", better, evaluate: () => plan[epoch++], toString: () => "planned()" };
}

type Saved = readonly (readonly number[])[];

/** Trains by a plan of scores: the parameters and buffers after each epoch, and those that are left. */
function trained(
  plan: readonly unknown[],
  earlyStopping: EarlyStoppingOptions,
  { better = "lower" as "higher" | "lower" | undefined, optimizer = sgd(), breakAfter = 99 } = {},
) {
  const model = createModel(chain(dense(2, 2), center(2), dense(2, 1)), { seed: 1 });
  const state = (): Saved => [
    [...model.theta],
    ...leavesOf(model.buffers as Tree<never>).map(([, { data }]) => [...(data as Float64Array)]),
  ];
  const after: Saved[] = [];
  const options = {
    ...{ loss: meanSquaredError(), optimizer, epochs: plan.length, batchSize: 4, validation: data },
    metrics: [planned(plan, better)],
    earlyStopping: { monitor: "planned" as const, ...earlyStopping },
  };
  const run = () => {
    for (const { epoch } of train(model, data, options as never)) {
      after.push(state());
      if (epoch === breakAfter) break;
    }
  };
  return { run, after, state };
}

/** How many epochs there were, and the number of the one that the model is left as after. */
function outcome(...args: Parameters<typeof trained>): [epochs: number, left: number] {
  const { run, after, state } = trained(...args);
  run();
  const left = JSON.stringify(state());
  return [after.length, 1 + after.findIndex((one) => JSON.stringify(one) === left)];
}

describe("patience", () => {
  test("ends training after as many epochs in a row without improvement", () => {
    expect(outcome([5, 3, 4, 3, 2, 2, 2, 2, 1], { patience: 3 })).toEqual([8, 5]);
    expect(outcome([5, 3, 4, 3, 2, 2, 2, 2, 1], { patience: 2 })).toEqual([4, 2]);
    expect(outcome([5, 6], { patience: 1 })).toEqual([2, 1]);
  });

  test("that is not at its end lets all epochs happen, and the best is put back all the same", () => {
    expect(outcome([5, 4, 3, 2, 1, 2, 2, 2, 2], { patience: 5 })).toEqual([9, 5]);
    expect(outcome([5, 4, 3, 2, 1, 0], { patience: 1 })).toEqual([6, 6]);
  });

  test("counts what is better by no more than minDelta, which still may be the best", () => {
    expect(outcome([5, 4.5, 4.25, 4, 3.5, 3.25], { patience: 2, minDelta: 0.5 })).toEqual([6, 6]);
    expect(outcome([5, 4.75, 4.5, 1], { patience: 2, minDelta: 0.5 })).toEqual([3, 3]);
  });

  test("counts epochs whose score is NaN or infinite", () => {
    expect(outcome([Number.NaN, 3, Number.NaN, Number.POSITIVE_INFINITY, 1], { patience: 2 })).toEqual([
      4, 2,
    ]);
    // Nothing was ever better, so that nothing is put back.
    expect(outcome([Number.NaN, Number.NaN], { patience: 2 })).toEqual([2, 2]);
  });
});

describe("what is better", () => {
  test("is what the metric says", () => {
    expect(outcome([5, 6, 7, 6, 6], { patience: 2 }, { better: "higher" })).toEqual([5, 3]);
    expect(outcome([5, 6, 7, 6, 6], { patience: 2 }, { better: "lower" })).toEqual([3, 1]);
    expect(outcome([1, 1.5, 2], { patience: 1, minDelta: 0.5 }, { better: "higher" })).toEqual([2, 2]);
  });

  test("is the lower loss unless a metric is named", () => {
    const model = createModel(dense(2, 1), { seed: 1 });
    // The weights move away from what the validation has, from the second epoch on.
    const rate = [0.1, -0.1, -0.1, -0.1];
    const thetas: number[][] = [];
    const options = {
      ...{ loss: meanSquaredError(), optimizer: sgd(), epochs: 9, batchSize: 8, validation: data },
      schedule: ({ epoch }: { epoch: number }) => Math.max(0, rate[epoch]),
      earlyStopping: { patience: 3 },
    };
    for (const _ of train(model, data, options)) thetas.push([...model.theta]);
    // With a rate of 0 the loss stays: epochs 2 to 4 do not improve it.
    expect(thetas).toHaveLength(4);
  });
});

describe("the best", () => {
  test("is put back to the bit where the loop breaks", () => {
    expect(outcome([5, 3, 4, 4, 4], { patience: 9 }, { breakAfter: 4 })).toEqual([4, 2]);
  });

  test("stays behind without restoreBest", () => {
    expect(outcome([5, 3, 4, 4], { patience: 2, restoreBest: false })).toEqual([4, 4]);
  });

  test("is not put back when a step throws", () => {
    const optimizer: Optimizer = {
      ...sgd(),
      step: (theta, gradient, state, at) =>
        at.step === 8 ? theta.fill(1e200) : sgd().step(theta, gradient, state, at),
    };
    const { run, state, after } = trained([1, 2, 3, 4, 5], { patience: 9 }, { optimizer });
    expect(run).toThrow(/^train: the loss became/);
    expect(after).toHaveLength(4);
    expect(new Set(state()[0])).toEqual(new Set([1e200]));
  });
});

describe("is refused", () => {
  const start = (options: object) => () => {
    const all = { loss: meanSquaredError(), optimizer: sgd(), epochs: 1, validation: data };
    return train(createModel(dense(2, 1)), data, { ...all, ...options });
  };

  test.each([
    [{ earlyStopping: { patience: 0 } }, "earlyStopping: patience must be a whole number above 0, got 0"],
    [{ earlyStopping: {} }, "earlyStopping: patience must be a whole number above 0, got undefined"],
    [{ earlyStopping: { patience: 1, minDelta: -1 } }, "earlyStopping: minDelta must be at least 0, got -1"],
    [{ earlyStopping: { patience: 1, delta: 1 } }, /^train: earlyStopping: unknown option "delta"/],
    [{ earlyStopping: 3 }, "earlyStopping: expected options such as { patience: ... }, got 3"],
    [
      { earlyStopping: { patience: 1 }, validation: undefined },
      "earlyStopping goes by validation, which must be given too",
    ],
    [
      { earlyStopping: { patience: 1, monitor: "accuracy" }, metrics: [planned([])] },
      'earlyStopping: no score is called "accuracy"; there are "loss", "planned"',
    ],
    [
      { earlyStopping: { patience: 1, monitor: "planned" }, metrics: [planned([])] },
      "earlyStopping: planned() does not say whether higher or lower is better",
    ],
  ])("%j", (options, rule) => {
    expect(start(options)).toThrow(rule instanceof RegExp ? rule : new Error(`train: ${rule}`));
  });

  test("a score that is no number, once it is seen", () => {
    expect(trained([1, [2]], { patience: 1 }).run).toThrow(
      new Error("train: earlyStopping: planned must be a number, got an array of 1"),
    );
  });
});
