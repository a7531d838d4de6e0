import fc from "fast-check";
import { afterEach, describe, expect, test, vi } from "vitest";
import { center, chain, dense, meanSquaredError, noise, squareLayer } from "../../test/fixtures.ts";
import {
  adam,
  createModel,
  type Data,
  type DataStream,
  defineLayer,
  fit,
  fitAsync,
  sgd,
  type Tensor,
  type TrainOptions,
  tensor,
  train,
  trainAsync,
} from "../index.ts";
import { leavesOf, type Tree } from "../layer/tree.ts";

const inputs = Array.from({ length: 30 }, (_, i) => [i / 8, i % 3]);
const targets = inputs.map(([a, b]) => [a - b]);
const data = { inputs, targets };
const options = { loss: meanSquaredError(), optimizer: adam(), epochs: 3, batchSize: 4, seed: 5 };
const mlp = () => createModel(chain(dense(2, 3), noise(), center(3), dense(3, 1)), { seed: 1 });

afterEach(() => {
  vi.restoreAllMocks();
  vi.unstubAllGlobals();
});

const part = (start: number, end: number): Data => ({
  inputs: inputs.slice(start, end),
  targets: targets.slice(start, end),
});

/** The first rows, cut after these numbers of them. */
const cutAt = (...borders: readonly number[]) =>
  async function* () {
    for (const [k, end] of borders.entries()) yield part(borders[k - 1] ?? 0, end);
  };

const all = cutAt(7, 19, 30);

/** Everything that training leaves and gives. */
async function outcome(start: (model: ReturnType<typeof mlp>) => Iterable<unknown> | AsyncIterable<unknown>) {
  const model = mlp();
  const epochs: unknown[] = [];
  for await (const epoch of start(model)) epochs.push(epoch);
  const buffers = leavesOf(model.buffers as Tree<Tensor>).map(([, { data }]) => [...data]);
  return { epochs, theta: [...model.theta], buffers };
}

describe("the bits are those of train", () => {
  test("on a stream, wherever it is cut, without shuffling", async () => {
    const cuts = fc.uniqueArray(fc.integer({ min: 1, max: 29 }), { maxLength: 12 });
    const batchSize = fc.integer({ min: 1, max: 33 });
    await fc.assert(
      fc.asyncProperty(cuts, batchSize, fc.boolean(), async (cuts, batchSize, drop) => {
        const dropLast = drop && batchSize <= 30;
        const own = { ...options, epochs: 2, batchSize, dropLast, validation: part(3, 9) };
        const stream = cutAt(...cuts.toSorted((a, b) => a - b), 30);
        const expected = await outcome((model) => train(model, data, { ...own, shuffle: false }));
        expect(await outcome((model) => trainAsync(model, stream, own))).toEqual(expected);
      }),
      { numRuns: 8 },
    );
  });

  test("on data, shuffled, with a fraction as validation and early stopping", async () => {
    const own = {
      ...{ ...options, validation: 0.2, trainingScores: true, dropLast: true, epochs: 9 },
      ...{ earlyStopping: { patience: 1, minDelta: 0.05 } },
    };
    expect(await outcome((model) => trainAsync(model, data, own))).toEqual(
      await outcome((model) => train(model, data, own)),
    );
  });

  test("of several inputs, in memory that the source writes over", async () => {
    const blend = defineLayer("blend", () => ({
      parameters: { inner: dense(1, 1).parameters },
      forward: ({ a, b }: { a: Tensor; b: Tensor }, { inner }, pass) => {
        const [y, cache] = dense(1, 1).forward(a, inner, pass, {});
        y.data.set(y.data.map((value, i) => value + b.get(i, 0)));
        return [y, cache];
      },
      backward: (dy, cache, { inner }) => {
        const { input, ...gradients } = dense(1, 1).backward(dy, cache, inner);
        return { input: { a: input, b: dy }, inner: gradients };
      },
    }));
    const column = (k: number) => inputs.map((row) => [row[k]]);
    async function* stream() {
      const item = { inputs: { a: tensor([[0]]), b: tensor([[0]]) }, targets: tensor([[0]]) };
      for (const [i, [a, b]] of inputs.entries()) {
        item.inputs.a.data[0] = a;
        item.inputs.b.data[0] = b;
        item.targets.data[0] = targets[i][0];
        yield item;
      }
    }
    const [one, other] = [createModel(blend(), { seed: 1 }), createModel(blend(), { seed: 1 })];
    for await (const _ of trainAsync(one, stream, options));
    for (const _ of train(
      other,
      { inputs: { a: column(0), b: column(1) }, targets },
      { ...options, shuffle: false },
    ));
    expect(one.theta).toEqual(other.theta);
  });
});

test("fitAsync promises what fit gives", async () => {
  const own = { ...options, validation: 0.2 };
  const [one, other] = [mlp(), mlp()];
  expect(await fitAsync(one, data, own)).toEqual(fit(other, data, own));
  expect(one.theta).toEqual(other.theta);
  await expect(fitAsync(mlp(), data, { ...options, epochs: 0 })).rejects.toThrow(/^fitAsync: epochs must be/);
});

describe("the event loop", () => {
  /** Trains, and says how often the loop went round meanwhile. */
  async function turnsOf(data: Data | DataStream, own: Partial<TrainOptions>, milliseconds: number) {
    let now = 0;
    vi.spyOn(performance, "now").mockImplementation(() => {
      now += milliseconds;
      return now;
    });
    let turns = 0;
    let ended = false;
    const count = () => {
      if (ended) return;
      turns++;
      setImmediate(count);
    };
    setImmediate(count);
    for await (const _ of trainAsync(mlp(), data, { ...options, epochs: 1, ...own }));
    ended = true;
    return turns;
  }
  const many = { inputs: Array.from({ length: 1024 }, () => [1, 2]), targets: Array(1024).fill([1]) };
  /** Ten items for one batch. */
  const crumbs = cutAt(1, 2, 3, 4, 5, 6, 7, 8, 9, 10);

  test("goes on between batches, items, and parts of the validation", async () => {
    expect(await turnsOf(data, { batchSize: 3 }, 20)).toBeGreaterThanOrEqual(10);
    expect(await turnsOf(all, { batchSize: 3 }, 20)).toBeGreaterThanOrEqual(10);
    expect(await turnsOf(crumbs, { batchSize: 10 }, 20)).toBeGreaterThanOrEqual(10);
    // One batch, and four of 256 rows in evaluation.
    expect(await turnsOf(many, { batchSize: 1024, validation: many }, 20)).toBeGreaterThanOrEqual(5);
  });

  test("goes on every 10 ms, and not more often", async () => {
    expect(await turnsOf(data, { batchSize: 3 }, 0)).toBeLessThanOrEqual(1);
    const turns = await turnsOf(data, { batchSize: 1 }, 2);
    expect(turns).toBeGreaterThanOrEqual(4);
    expect(turns).toBeLessThanOrEqual(8);
  });

  test("has its timers where there is nothing but timers", async () => {
    vi.stubGlobal("setImmediate", undefined);
    vi.spyOn(performance, "now").mockImplementation(
      (
        (now) => () =>
          (now += 20)
      )(0),
    );
    let fired = false;
    setTimeout(() => {
      fired = true;
    }, 0);
    for await (const _ of trainAsync(mlp(), data, { ...options, epochs: 1 }));
    expect(fired).toBe(true);
  });
});

/** A stream that counts how often it was begun and closed. */
function watched(items: () => AsyncIterable<Data> | Iterable<Data>) {
  const seen = { begun: 0, closed: 0 };
  async function* stream() {
    seen.begun++;
    try {
      yield* items();
    } finally {
      seen.closed++;
    }
  }
  return { seen, stream };
}

describe("a stream is closed", () => {
  const endless = function* () {
    for (;;) yield part(0, 3);
  };

  test("when a signal is aborted within an epoch, θ as after the last step", async () => {
    const { seen, stream } = watched(endless);
    const stop = new AbortController();
    const reason = new Error("enough");
    const model = mlp();
    const thetas: number[][] = [];
    const optimizer = {
      ...sgd(),
      step: ((theta, ...others) => {
        sgd().step(theta, ...others);
        if (thetas.push([...theta]) === 5) stop.abort(reason);
      }) as ReturnType<typeof sgd>["step"],
    };
    await expect(fitAsync(model, stream, { ...options, optimizer, signal: stop.signal })).rejects.toBe(
      reason,
    );
    expect(seen).toEqual({ begun: 1, closed: 1 });
    expect(thetas).toHaveLength(5);
    expect([...model.theta]).toEqual(thetas[4]);
  });

  test("when a step throws, or an item is wrong", async () => {
    const bad = watched(endless);
    const model = createModel(chain(dense(2, 1), squareLayer()), { seed: 1 });
    model.theta.fill(1e200);
    await expect(fitAsync(model, bad.stream, options)).rejects.toThrow(
      /^fitAsync: the loss became Infinity in epoch 1, batch 1;/,
    );
    expect(bad.seen).toEqual({ begun: 1, closed: 1 });

    const wrong = watched(function* () {
      yield part(0, 3);
      yield { inputs: [[1, Number.NaN]], targets: [[1]] };
    });
    await expect(fitAsync(mlp(), wrong.stream, options)).rejects.toThrow(
      new Error("fitAsync: item 1: inputs row 0, column 1 is NaN"),
    );
    expect(wrong.seen).toEqual({ begun: 1, closed: 1 });
  });

  test("when the loop breaks, and at the end of each epoch", async () => {
    const { seen, stream } = watched(all);
    for await (const { epoch } of trainAsync(mlp(), stream, options)) if (epoch === 2) break;
    expect(seen).toEqual({ begun: 2, closed: 2 });
  });
});

test("what a stream throws reaches the caller as it is", async () => {
  const error = new Error("the disk is gone");
  const { stream } = watched(async function* () {
    yield part(0, 9);
    throw error;
  });
  await expect(fitAsync(mlp(), stream, options)).rejects.toBe(error);
  const never = () => {
    throw error;
  };
  await expect(fitAsync(mlp(), never, options)).rejects.toBe(error);
});

describe("of a stream is refused", () => {
  test.each([
    [
      { shuffle: true },
      "shuffle needs all rows at hand, and a stream has not: shuffle where the items come from",
    ],
    [
      { validation: 0.5 },
      "a fraction as validation needs all rows at hand, and a stream has not: give data to validate on",
    ],
    [
      { trainingScores: true },
      "trainingScores needs all rows at hand, and a stream has not: give some rows as validation",
    ],
    [{ metrics: [1] }, /^trainAsync: metrics\[0\] must be/],
    [{ progress: true }, /^trainAsync: unknown option "progress"/],
  ])("%j, at once", (own, rule) => {
    const start = () => trainAsync(mlp(), all, { ...options, ...(own as object) });
    expect(start).toThrow(rule instanceof RegExp ? rule : new Error(`trainAsync: ${rule}`));
  });

  test.each<[string, DataStream, string]>([
    ["no rows", cutAt(), "no rows"],
    ["an item without rows", cutAt(3, 3), "item 1: no rows"],
    ["too few for a batch", cutAt(3), "dropLast leaves no batch of 3 rows, batchSize 4"],
    [
      "what runs only once",
      all(),
      "the stream gave no rows in epoch 2; if it runs only once, give a function that makes it",
    ],
    [
      "a function that gives none",
      (() => [part(0, 3)]) as never,
      "expected a function that gives an async iterable, it gave an array of 1",
    ],
    [
      "rows of another form",
      async function* () {
        yield part(0, 3);
        yield { inputs: [[1, 2, 3]], targets: [[1]] };
      },
      "item 1: expected inputs [n, 2], targets [n, 1], as before, got inputs [n, 3], targets [n, 1]",
    ],
  ])("%s", async (_, stream, rule) => {
    const trained = fitAsync(mlp(), stream, { ...options, dropLast: true });
    await expect(trained).rejects.toThrow(new Error(`fitAsync: ${rule}`));
  });
});
