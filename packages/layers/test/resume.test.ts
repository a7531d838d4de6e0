// A training that is interrupted and goes on from a checkpoint is the one that was never interrupted, bit for bit.
import {
  accuracy,
  adadelta,
  adagrad,
  adam,
  adamw,
  add,
  type Checkpoint,
  clipByNorm,
  cosineDecay,
  createModel,
  type Data,
  defineLayer,
  type Epoch,
  exponentialDecay,
  fit,
  fitAsync,
  fromBytes,
  l2,
  type Model,
  map,
  milestoneDecay,
  nadam,
  oneCycle,
  reduceOnPlateau,
  rmsprop,
  rng,
  sgd,
  stepDecay,
  type TrainOptions,
  toArray,
  toBytes,
  train,
  trainAsync,
  warmUp,
} from "@nudge/core";
import { leavesOf } from "@nudge/core/internal";
import { describe, expect, test } from "vitest";
import { tampered } from "../../core/test/tampered.ts";
import * as layers from "../src/index.ts";

const { batchNorm, concat, dense, dropout, relu, residual, sequential, softmaxCrossEntropy, sumOf } = layers;

const stream = rng(5);
const inputs = Array.from({ length: 24 }, () => Array.from({ length: 4 }, () => stream.normal()));
const data = { inputs, targets: inputs.map(([a, b]) => (a > 0 ? 1 : 0) + (b > 1 ? 1 : 0)) };

const net = (dtype: "float64" | "float32" = "float64") =>
  createModel(sequential(dense(4, 6), batchNorm(6), relu(), dropout(0.3), dense(6, 3)), { seed: 2, dtype });

const standard = {
  loss: softmaxCrossEntropy(),
  optimizer: adam({ learningRate: 0.05 }),
  epochs: 6,
  batchSize: 7,
  seed: 3,
};

/** All that a training leaves, and each epoch of it. */
const bitsOf = (model: Model, epochs: readonly object[]) => ({
  theta: [...model.theta],
  buffers: leavesOf(model.buffers as never).map(([, x]) => toArray(x)),
  epochs: epochs.map((epoch) => JSON.stringify(epoch)),
});

/** Adds noise, in evaluation too. */
const noise = defineLayer("noise", (deviation: number) => ({
  forward: (x, _, { rng }) => [
    add(
      x,
      map(x, () => deviation * rng.normal()),
    ),
    undefined,
  ],
  backward: (dy) => ({ input: dy }),
}));

const through = (checkpoint: Checkpoint) => fromBytes(toBytes(checkpoint), { layers: { ...layers, noise } });

/** Expects that a training with a break after `epochs` leaves what one without leaves. */
function expectSame(options: TrainOptions<number | undefined>, dtype?: "float64" | "float32"): void {
  const whole = net(dtype);
  const history = fit(whole, data, options);
  // Early stopping may have come before.
  for (const epochs of [1, Math.min(4, history.length)]) {
    const first = net(dtype);
    const begun: object[] = [];
    let kept: Checkpoint | undefined;
    for (const epoch of train(first, data, options)) {
      begun.push(epoch);
      if (epoch.epoch !== epochs) continue;
      kept = epoch.checkpoint();
      break;
    }
    const { checkpoint, loss } = through(kept!);
    expect(`${loss}`).toBe(`${options.loss}`);
    expect(checkpoint!.epoch).toBe(epochs);
    const second = net(dtype);
    second.theta.fill(0.5);
    const rest = fit(second, data, { ...options, from: checkpoint });
    expect(bitsOf(second, [...begun, ...rest])).toEqual(bitsOf(whole, history));
  }
}

const optimizers = [
  sgd(),
  sgd({ momentum: 0.9, nesterov: true }),
  adam(),
  adam({ amsgrad: true }),
  adamw(),
  nadam(),
  rmsprop({ centered: true, momentum: 0.5 }),
  adagrad(),
  adadelta(),
];

test.each(optimizers.map((optimizer) => [`${optimizer}`, optimizer] as const))("%s", (_, optimizer) => {
  expectSame({ ...standard, optimizer });
});

const schedules = {
  stepDecay: stepDecay({ every: 2 }),
  milestoneDecay: milestoneDecay({ milestones: [2, 5] }),
  exponentialDecay: exponentialDecay({ factor: 0.8 }),
  cosineDecay: cosineDecay({ epochs: 6 }),
  warmUp: warmUp({ epochs: 4 }),
  oneCycle: oneCycle({ steps: 24 }),
  reduceOnPlateau: reduceOnPlateau({ patience: 1 }),
};

test.each(Object.entries(schedules))("%s", (_, schedule) => {
  expectSame({ ...standard, schedule });
});

test("in float32", () => {
  expectSame(standard, "float32");
});

test("frozen parameters, clipped gradients, a penalty, rows in their order, a last batch left out", () => {
  expectSame({ ...standard, freeze: ["0.weight"], clip: clipByNorm(0.5), regularization: l2(0.01) });
  expectSame({ ...standard, shuffle: false, dropLast: true });
});

test.each([1, 2, 10])("early stopping with a patience of %i", (patience) => {
  const options = { ...standard, epochs: 12, validation: 0.3, metrics: [accuracy()] as const };
  for (const restoreBest of [true, false])
    expectSame({ ...options, earlyStopping: { patience, restoreBest, monitor: "accuracy" } } as never);
});

describe("a training that is broken off after each of its epochs", () => {
  type Options = TrainOptions<Data | number | undefined>;
  type Run = (model: Model, options: Options) => Iterable<Epoch> | AsyncIterable<Epoch>;

  /** Expects that it leaves what one without a break leaves. */
  async function expectSameInPieces(run: Run, options: Options, create: () => Model = net): Promise<void> {
    const whole = create();
    const history: Epoch[] = [];
    for await (const epoch of run(whole, options)) history.push(epoch);
    expect(history.length).toBeGreaterThan(2);

    const pieces: Epoch[] = [];
    let from: Checkpoint | undefined;
    for (;;) {
      const model = create();
      const before = pieces.length;
      for await (const epoch of run(model, { ...options, from })) {
        pieces.push(epoch);
        from = through(epoch.checkpoint()).checkpoint;
        break;
      }
      if (pieces.length > before) continue;
      expect(bitsOf(model, pieces)).toEqual(bitsOf(whole, history));
      return;
    }
  }

  const onData =
    (rows: Data): Run =>
    (model, options) =>
      train(model, rows, options);

  test("with dropout in layers of layers", async () => {
    const layer = sequential(
      dense(4, 6),
      residual(sequential(batchNorm(6), dropout(0.4), relu())),
      concat(dropout(0.2), sumOf(dropout(0.5), sequential(dense(6, 6), dropout(0.3)))),
      dense(12, 3),
    );
    await expectSameInPieces(onData(data), standard, () => createModel(layer, { seed: 2 }));
  });

  const weights = inputs.map((_, k) => (k % 5) / 2);
  test.each<[what: string, rows: Data, change: Partial<Options>]>([
    ["weights of rows", { ...data, weights }, {}],
    ["weights of rows, some of them set apart", { ...data, weights }, { validation: 0.25 }],
    ["weights of classes", data, { classWeights: [1, 0.5, 3] }],
    ["balanced classes", data, { classWeights: "balanced", validation: 0.25 }],
    ["weights of rows and of classes", { ...data, weights }, { classWeights: [1, 0.5, 3] }],
  ])("with %s", async (_, rows, change) => {
    await expectSameInPieces(onData(rows), { ...standard, ...change });
  });

  test.each([true, false])(
    "with a layer that draws in evaluation, the best put back: %s",
    async (restoreBest) => {
      const layer = sequential(dense(4, 6), noise(0.5), batchNorm(6), dropout(0.3), dense(6, 3));
      const earlyStopping = { patience: 3, restoreBest };
      const options = { ...standard, epochs: 12, validation: 0.3, trainingScores: true, earlyStopping };
      await expectSameInPieces(onData(data), options as Options, () => createModel(layer, { seed: 2 }));
    },
  );

  test("with a stream, whose batches begin in one item and end in another", async () => {
    async function* items() {
      for (const [start, end] of [
        [0, 5],
        [5, 6],
        [6, 24],
      ])
        yield {
          inputs: inputs.slice(start, end),
          targets: data.targets.slice(start, end),
          weights: weights.slice(start, end),
        };
    }
    const options: Options = { ...standard, shuffle: false, classWeights: [1, 0.5, 3], validation: data };
    await expectSameInPieces((model, given) => trainAsync(model, items, given), options);
    await expectSameInPieces((model, given) => trainAsync(model, items, given), {
      ...options,
      dropLast: true,
      earlyStopping: { patience: 2 },
    } as Options);
  });
});

test("asynchronous training goes on too", async () => {
  const whole = net();
  const history = fit(whole, data, standard);
  const begun = fit(net(), data, { ...standard, epochs: 3 });
  let kept: Checkpoint | undefined;
  for (const epoch of train(net(), data, standard)) {
    if (epoch.epoch < 3) continue;
    kept = epoch.checkpoint();
    break;
  }
  const second = net();
  const rest = await fitAsync(second, data, { ...standard, from: through(kept!).checkpoint });
  expect(bitsOf(second, [...begun, ...rest])).toEqual(bitsOf(whole, history));
});

test("a checkpoint is taken before the training goes on, and is not changed by it", () => {
  const epochs = train(net(), data, standard);
  const { value: first } = epochs.next() as { value: Epoch };
  const bytes = toBytes(first.checkpoint());
  const kept = first.checkpoint();
  const { value: second } = epochs.next() as { value: Epoch };
  expect(toBytes(kept)).toEqual(bytes);
  expect(() => first.checkpoint()).toThrow(
    "checkpoint: epoch 1 is past: take it before the training goes on or ends",
  );
  epochs.return();
  expect(() => second.checkpoint()).toThrow("checkpoint: epoch 2 is past");
});

test("an epoch can be cloned and written as JSON", () => {
  const [epoch] = fit(net(), data, { ...standard, epochs: 1 });
  expect(structuredClone(epoch)).toEqual({ epoch: 1, step: 4, loss: epoch.loss });
  expect(Object.keys(JSON.parse(JSON.stringify(epoch)))).toEqual(["epoch", "step", "loss"]);
});

test("what is over has no more epochs", () => {
  const kept = checkpointOf(standard);
  expect(fit(net(), data, { ...standard, epochs: 1, from: kept })).toEqual([]);
});

/** The checkpoint after the first epoch. */
function checkpointOf(options: TrainOptions<undefined>, model: Model = net()): Checkpoint {
  const { value } = train(model, data, options).next() as { value: Epoch };
  return value.checkpoint();
}

test.each<[what: string, change: object, model: Model, message: string]>([
  ["another optimizer", { optimizer: sgd() }, net(), "the checkpoint is of adam, and the optimizer sgd"],
  [
    "another form of it",
    { optimizer: adam({ amsgrad: true }) },
    net(),
    'it has no Float64Array of 63 as "optimizer/0/largest"',
  ],
  ["frozen parameters", { freeze: ["0"] }, net(), 'it has no Float64Array of 33 as "optimizer/0/mean"'],
  ["another layer", {}, createModel(dense(4, 3)), "and the model dense(4, 3) in float64, θ [15]"],
  ["another precision", {}, net("float32"), "in float32, θ [63]"],
  [
    "another order of classes",
    { from: checkpointOf(standard, createModel(net().layer, { classes: ["a", "b", "c"] })) },
    createModel(net().layer, { classes: ["a", "c", "b"] }),
    'from: the classes of the checkpoint are ["a", "b", "c"], those of the model ["a", "c", "b"]',
  ],
  [
    "no checkpoint",
    { from: { epoch: 1 } },
    net(),
    "from must be a checkpoint, such as load or epoch.checkpoint() gives, got an Object",
  ],
])("%s is refused", (_, change, model, message) => {
  const before = model.theta.slice();
  expect(() => fit(model, data, { ...standard, from: checkpointOf(standard), ...change })).toThrow(message);
  expect(model.theta).toEqual(before);
});

test("a training whose squares of gradients are infinite goes on", () => {
  const large = { inputs: [[1e90]], targets: [[1e90]] };
  const options = { loss: layers.meanSquaredError(), optimizer: adam(), epochs: 3 };
  const [whole, second] = [1, 1].map((seed) => createModel(dense(1, 1), { seed }));
  const history = fit(whole, large, options);
  const { value } = train(createModel(dense(1, 1), { seed: 1 }), large, options).next() as { value: Epoch };
  const rest = fit(second, large, { ...options, from: through(value.checkpoint()).checkpoint });
  expect(bitsOf(second, rest)).toEqual(bitsOf(whole, history.slice(1)));
});

test("a training of more epochs than a call takes arguments goes on", () => {
  const epochs = 200_000;
  const file = toBytes(checkpointOf(standard));
  const length = Number(new DataView(file.buffer).getBigUint64(0, true));
  const header = JSON.parse(new TextDecoder().decode(file.subarray(8, 8 + length)));
  const about = JSON.parse(header.__metadata__.nudge);
  Object.assign(about.checkpoint.numbers, { epoch: [epochs], losses: Array(epochs).fill(1) });
  header.__metadata__.nudge = JSON.stringify(about);
  const text = new TextEncoder().encode(JSON.stringify(header));
  const longer = new Uint8Array(8 + text.length + file.length - 8 - length);
  new DataView(longer.buffer).setBigUint64(0, BigInt(text.length), true);
  longer.set(text, 8);
  longer.set(file.subarray(8 + length), 8 + text.length);
  const from = fromBytes(longer, { layers }).checkpoint;
  const [epoch] = fit(net(), data, { ...standard, epochs: epochs + 1, from });
  expect(epoch.epoch).toBe(epochs + 1);
});

describe("a checkpoint in a file that was made to harm", () => {
  const bytes = toBytes(checkpointOf(standard));
  const change = (numbers: object) =>
    tampered(bytes, (about) => {
      const checkpoint = about.checkpoint as { numbers: object };
      return { ...about, checkpoint: { ...checkpoint, numbers: { ...checkpoint.numbers, ...numbers } } };
    });

  test.each<[numbers: object, message: string]>([
    [{ epoch: [-1] }, 'fromBytes: checkpoint: its "epoch" is [-1]'],
    [{ epoch: 1 }, "must be a list of numbers, got 1"],
    [{ draws: [0, 0, 0, "1"] }, 'fromBytes: "draws"[3] must be a number, got "1"'],
  ])("%j is refused when it is read", (numbers, message) => {
    expect(() => fromBytes(change(numbers), { layers })).toThrow(message);
  });

  // A generator whose state is 0 would give 0 for ever, and a normal number never.
  test.each<[numbers: object, message: string]>([
    [{ draws: [0, 0, 0, 0] }, 'its "draws" is [0, 0, 0, 0]'],
    [{ shuffling: [1, 2, 3] }, 'its "shuffling" is [1, 2, 3]'],
    [{ losses: [] }, 'its "losses" is []'],
    [{ losses: Array(1e5).fill(1) }, 'its "losses" is [1, 1, 1, 1, 1, 1, 1, 1, ...]'],
    [{ steps: [0.5] }, 'its "steps" is [0.5]'],
  ])("%j is refused when it is gone on from", (numbers, message) => {
    const { checkpoint } = fromBytes(change(numbers), { layers });
    expect(() => fit(net(), data, { ...standard, from: checkpoint })).toThrow(
      `fit: from: the checkpoint does not fit: ${message}`,
    );
  });
});
