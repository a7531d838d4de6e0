import { describe, expect, test } from "vitest";
import { center, chain, dense, meanSquaredError, noise, relu } from "../../test/fixtures.ts";
import {
  adam,
  add,
  copy,
  createModel,
  createTrainer,
  defineLayer,
  defineLoss,
  divide,
  type Layer,
  log,
  type Model,
  type Moment,
  multiply,
  type Optimizer,
  ones,
  type StepOptions,
  sgd,
  sqrt,
  square,
  stepDecay,
  subtract,
  sum,
  type Tensor,
  type Trainer,
  type TrainerOptions,
  toArray,
  train,
  zeros,
} from "../index.ts";

const inputs = [
  [1, 2],
  [3, 4],
  [5, 7],
];
const targets = [[1], [0], [2]];
const loss = meanSquaredError();
const mlp = () => createModel(chain(dense(2, 3), relu(), dense(3, 1)), { seed: 1 });

test("a step gives the loss from before it, and moves θ against the gradient", () => {
  const model = createModel(dense(1, 1));
  model.theta.set([3, 1]);
  const trainer = createTrainer(model, { loss, optimizer: sgd({ learningRate: 0.5 }) });
  // dW = 2/n Σ x (x W + b - t) = 0 and db = 2/n Σ (x W + b - t) = 1
  expect(trainer.step([[1], [2]], [[2], [8]])).toBe(2.5);
  expect([...model.theta]).toEqual([3, 0.5]);
});

test("the optimizer is told the number of the step and its own rate", () => {
  const calls: object[] = [];
  const optimizer: Optimizer = { ...sgd(), step: (_theta, _gradient, _state, at) => calls.push({ ...at }) };
  const trainer = createTrainer(mlp(), { loss, optimizer });
  trainer.step(inputs, targets);
  trainer.step(inputs, targets);
  expect(calls).toEqual([
    { step: 1, rate: 0.01 },
    { step: 2, rate: 0.01 },
  ]);
});

test("one optimizer serves several trainers, each with a state of its own", () => {
  const optimizer = adam();
  const models = [mlp(), mlp()];
  const trainers = models.map((model) => createTrainer(model, { loss, optimizer }));
  for (let k = 0; k < 3; k++) trainers[0].step(inputs, targets);
  for (let k = 0; k < 3; k++) trainers[1].step(inputs, targets);
  expect(models[1].theta).toEqual(models[0].theta);
});

test("buffers take the values that forward returned", () => {
  const model = createModel(chain(center(2), dense(2, 1)));
  const { mean, count } = model.buffers[0] as { mean: Tensor; count: Tensor };
  const trainer = createTrainer(model, { loss, optimizer: sgd() });
  trainer.step(
    [
      [2, 4],
      [4, 8],
    ],
    [[1], [1]],
  );
  expect([toArray(mean), toArray(count)]).toEqual([[1.5, 3], 1]);
  trainer.step(
    [
      [2, 4],
      [4, 8],
    ],
    [[1], [1]],
  );
  expect([toArray(mean), toArray(count)]).toEqual([[2.25, 4.5], 2]);
});

describe("freeze", () => {
  test.each([
    ["sgd", sgd({ learningRate: 0.01 })],
    ["momentum", sgd({ learningRate: 0.01, momentum: 0.9 })],
    ["adam", adam({ learningRate: 0.01 })],
  ])("leaves frozen entries alone to the last bit, and only them, with %s", (_, optimizer) => {
    const model = mlp();
    const start = model.theta.slice();
    const trainer = createTrainer(model, { loss, optimizer, freeze: ["0.bias", "2"] });
    for (let k = 0; k < 5; k++) trainer.step(inputs, targets);
    const moved = Array.from(model.theta, (value, i) => !Object.is(value, start[i]));
    const active = moved.slice(0, 6);
    expect(moved.slice(6)).toEqual(Array(7).fill(false));
    expect(active).toContain(true);
  });

  test("does not disturb the others: each range is stepped with its own state", () => {
    const [free, frozen] = [mlp(), mlp()];
    const options = { loss, optimizer: adam({ learningRate: 0.01 }) };
    createTrainer(free, options).step(inputs, targets);
    createTrainer(frozen, { ...options, freeze: ["0.bias"] }).step(inputs, targets);
    const trained = (theta: Float64Array | Float32Array) => [...theta.subarray(0, 6), ...theta.subarray(9)];
    expect(trained(frozen.theta)).toEqual(trained(free.theta));
  });

  test("refuses names of nothing", () => {
    const make = () => createTrainer(mlp(), { loss, optimizer: sgd(), freeze: ["1"] });
    expect(make).toThrow(/^createTrainer: nothing to freeze is called "1"; the parameters are "0.weight",/);
  });
});

describe("the rate of a step", () => {
  /** The rates that an optimizer is given. */
  const ratesOf = (options: Partial<TrainerOptions>, ...steps: readonly (StepOptions | undefined)[]) => {
    const rates: number[] = [];
    const step: Optimizer["step"] = (_, __, ___, { rate }) => rates.push(rate);
    const optimizer: Optimizer = { name: "watching", learningRate: 8, init: () => ({}), step };
    const trainer = createTrainer(mlp(), { loss, optimizer, ...options });
    for (const step of steps) trainer.step(inputs, targets, step);
    return rates;
  };

  test("is that of the optimizer", () => {
    expect(ratesOf({}, undefined, {})).toEqual([8, 8]);
  });

  test("follows a schedule, to which each step is an epoch", () => {
    const schedule = stepDecay({ every: 2, factor: 0.5 });
    expect(ratesOf({ schedule }, undefined, undefined, undefined)).toEqual([8, 8, 4]);
    let losses: readonly number[] = [];
    const remembering = (moment: Moment, base: number) => {
      losses = [...moment.losses];
      return base / (1 + moment.step);
    };
    expect(ratesOf({ schedule: remembering }, undefined, undefined)).toEqual([8, 4]);
    expect(losses).toEqual([createTrainer(mlp(), { loss, optimizer: sgd() }).step(inputs, targets)]);
  });

  test("is the one given, which wins over the schedule", () => {
    const schedule = stepDecay({ every: 1, factor: 0.5 });
    expect(ratesOf({ schedule }, { rate: 2 }, undefined, { rate: 0 })).toEqual([2, 4, 0]);
  });

  test("is refused when it is none", () => {
    expect(() => ratesOf({}, { rate: -1 })).toThrow(new Error("step: rate must be at least 0, got -1"));
    expect(() => ratesOf({}, { rat: 1 } as never)).toThrow(
      new Error('step: unknown option "rat", did you mean "rate"?'),
    );
    const schedule = ({ step }: Moment) => (step === 1 ? Number.NaN : 1);
    expect(() => ratesOf({ schedule }, undefined, undefined)).toThrow(
      new Error("step: the schedule gave a rate of NaN"),
    );
  });
});

test("random layers draw anew at each step, and the same from the same seed", () => {
  const run = (seed?: number) => {
    const model = createModel(chain(dense(2, 1), noise()), { seed: 1 });
    const trainer = createTrainer(model, { loss, optimizer: sgd({ learningRate: 1e-300 }), seed });
    return [trainer.step(inputs, targets), trainer.step(inputs, targets)];
  };
  expect(run(5)).toEqual(run(5));
  expect(run(5)).not.toEqual(run(6));
  expect(run()).toEqual(run(0));
  expect(run(5)[0]).not.toBe(run(5)[1]);
});

test("a loss that is not finite stops the step before anything changes", () => {
  const logarithm = defineLayer("logarithm", () => ({
    forward: (x) => [log(x), x],
    backward: (dy) => ({ input: dy }),
  }));
  const model = createModel(chain(center(2), dense(2, 1), logarithm()), { seed: 1 });
  model.theta.set([-1, -1, 0]);
  const before = JSON.stringify([model.theta, model.buffers]);
  const trainer = createTrainer(model, { loss, optimizer: sgd() });
  expect(() => trainer.step(inputs, targets)).toThrow(
    /^step: the loss became NaN; the first non-finite value came from layer 2, logarithm\(\); of what is finite, .*: no number is large/,
  );
  expect(JSON.stringify([model.theta, model.buffers])).toBe(before);
});

test("a gradient that is not finite stops the step before anything changes, unless it is frozen", () => {
  // √x has no slope at 0: forward gives 0, backward infinity.
  const root = defineLayer("root", () => ({
    forward: (x) => [sqrt(x), x],
    backward: (dy, x) => ({ input: divide(dy, multiply(2, sqrt(x))) }),
  }));
  const model = createModel(chain(center(2), dense(2, 1), root(), dense(1, 1)), { seed: 1 });
  model.theta.set([0, 0, 0, 1, 0]);
  const before = JSON.stringify([model.theta, model.buffers]);
  expect(() => createTrainer(model, { loss, optimizer: sgd() }).step([[1, 1]], [[1]])).toThrow(
    /^step: the gradient of 1\.bias became NaN or infinite, while the loss was 1; the first non-finite gradient came from layer 2, root\(\);/,
  );
  expect(JSON.stringify([model.theta, model.buffers])).toBe(before);
  expect(createTrainer(model, { loss, optimizer: sgd(), freeze: ["1"] }).step([[1, 1]], [[1]])).toBe(1);
});

test("a step in the middle of one is refused by the same trainer, and taken by another", () => {
  const other = createTrainer(mlp(), { loss, optimizer: sgd() });
  const losses: unknown[] = [];
  let trainers: Trainer[] = [];
  const nosy = defineLayer("nosy", () => ({
    forward: (x) => {
      for (const trainer of trainers) losses.push(trainer.step(inputs, targets));
      return [x, undefined];
    },
    backward: (dy) => ({ input: dy }),
  }));
  const model = createModel(chain(nosy(), dense(2, 1)), { seed: 1 });
  const trainer = createTrainer(model, { loss, optimizer: sgd() });
  trainers = [other];
  trainer.step(inputs, targets);
  expect(losses).toEqual([createTrainer(mlp(), { loss, optimizer: sgd() }).step(inputs, targets)]);
  trainers = [trainer];
  expect(() => trainer.step(inputs, targets)).toThrow(
    new Error("nosy(): step: called in the middle of a step of the same trainer"),
  );
  trainers = [];
  expect(trainer.step(inputs, targets)).toBeTypeOf("number");
});

test("what is made in the middle of a step to be kept stays as it was", () => {
  const data = { inputs: [[1], [2], [3]], targets: [[2], [4], [6]] };
  const optimizer: Optimizer<{ velocity: Float64Array | Float32Array }> = {
    ...sgd(),
    init: (length) => ({ velocity: zeros([length]).data }),
    step(theta, gradient, { velocity }) {
      for (let i = 0; i < theta.length; i++) {
        velocity[i] = 0.9 * velocity[i] + gradient[i];
        theta[i] -= 0.01 * velocity[i];
      }
    },
  };
  const scaled = defineLoss("scaled", () => {
    const scale = ones([1]);
    return {
      forward: (prediction, target) => {
        const error = multiply(subtract(prediction, target), scale);
        return [sum(square(error)), error];
      },
      backward: (error) => multiply(error, 2),
    };
  });
  const start = () => {
    const layer = dense(1, 1);
    return { layer, epochs: train(createModel(layer), data, { loss: scaled(), optimizer, epochs: 5 }) };
  };
  const outer = (run: () => unknown) =>
    defineLayer("outer", () => ({
      forward: (x) => {
        run();
        return [add(zeros([3, 1]), x), undefined];
      },
      backward: (dy) => ({ input: dy }),
    }))();
  let made: ReturnType<typeof start> | undefined;
  const losses: unknown[] = [];
  const layer = outer(() => {
    made ??= start();
    losses.push(made.epochs.next().value?.loss);
  });
  const trainer = createTrainer(createModel(chain(layer, dense(1, 1))), { loss, optimizer: sgd() });
  for (let k = 0; k < 5; k++) trainer.step(data.inputs, data.targets);
  expect(losses).toEqual([...start().epochs].map(({ loss }) => loss));
  expect(toArray(made!.layer.parameters.bias)).toEqual([0]);
});

test("bad batches and unknown options are refused", () => {
  const trainer = createTrainer(mlp(), { loss, optimizer: sgd() });
  expect(() => trainer.step([[1, Number.NaN]], [[1]])).toThrow(
    new Error("step: inputs row 0, column 1 is NaN"),
  );
  expect(() => trainer.step([[1, 2]], [[1], [2]])).toThrow(new Error("step: 1 inputs but 2 targets"));
  expect(() => createTrainer(mlp(), { loss, optimizer: sgd(), freese: [] } as never)).toThrow(
    new Error('createTrainer: unknown option "freese", did you mean "freeze"?'),
  );
});

describe("what is kept of a step", () => {
  /** A layer that passes its input on, and says so to `hears`. */
  const listening = (hears: (x: Tensor) => void) =>
    defineLayer("listening", () => ({
      forward: (x) => {
        hears(x);
        return [x, 0];
      },
      backward: (dy) => ({ input: dy }),
    }))();
  const settings = { loss: meanSquaredError(), optimizer: sgd({ learningRate: 0.1 }) };

  test("a prediction of another model stays as it is", () => {
    const other = createModel(dense(2, 2), { seed: 5 });
    const kept: Tensor[] = [];
    const model = createModel(listening((x) => void kept.push(other.predict(x))));
    const trainer = createTrainer(model, settings);
    for (const x of [1, 2, 3]) trainer.step([[x, x]], [[0, 0]]);
    expect(kept.map(toArray)).toEqual([1, 2, 3].map((x) => toArray(other.predict([[x, x]]))));
  });

  test("a model that is made in it has the parameters and buffers it was drawn with", () => {
    const made: Model[] = [];
    const model = createModel(listening(() => void made.push(createModel(dense(2, 2), { seed: 5 }))));
    const trainer = createTrainer(model, settings);
    for (const x of [1, 2, 3]) trainer.step([[x, x]], [[0, 0]]);
    for (const { theta } of made) expect(theta).toEqual(createModel(dense(2, 2), { seed: 5 }).theta);
  });

  describe("by a layer without a copy of it", () => {
    const differing = (keep: (x: Tensor) => Tensor) => {
      let last: Tensor | undefined;
      return defineLayer("differing", () => ({
        forward: (x) => {
          const y = last === undefined ? x : subtract(x, last);
          last = keep(x);
          return [y, 0];
        },
        backward: (dy) => ({ input: dy }),
      }))();
    };
    const inputs = [[1, 2]];
    const trained = (layer: Layer) => {
      const trainer = createTrainer(createModel(layer, { seed: 1 }), settings);
      return () => trainer.step(inputs, [[0, 0]]);
    };

    test.each([
      ["of rows", (layer: Layer) => layer],
      ["of an operation", (layer: Layer) => chain(dense(2, 2), layer)],
    ])("is told at the second step, %s", (_, within) => {
      const step = trained(within(differing((x) => x)));
      step();
      expect(step).toThrow(
        /^step: the loss became NaN; .*, or a layer keeps a result of an earlier step without a copy$/,
      );
    });

    test("is no error with a copy", () => {
      const step = trained(differing(copy));
      expect([step(), step(), step()]).toEqual([2.5, 0, 0]);
    });
  });
});

test("a step that throws draws nothing: the next one draws what it would have drawn", () => {
  const draws: number[] = [];
  let fails = false;
  const random = defineLayer("random", () => ({
    forward: (x, _, pass) => {
      draws.push(pass.rng.uniform());
      if (fails) throw new Error("on purpose");
      return [x, 0];
    },
    backward: (dy) => ({ input: dy }),
  }));
  const settings = { loss: meanSquaredError(), optimizer: sgd() };
  const drawnBy = (throwing: boolean) => {
    draws.length = 0;
    const trainer = createTrainer(createModel(random()), settings);
    trainer.step([[1]], [[1]]);
    if (throwing) {
      fails = true;
      expect(() => trainer.step([[1]], [[1]])).toThrow("on purpose");
      fails = false;
      draws.pop();
    }
    trainer.step([[1]], [[1]]);
    return [...draws];
  };
  expect(drawnBy(true)).toEqual(drawnBy(false));
});
