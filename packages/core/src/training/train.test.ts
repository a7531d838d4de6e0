import { describe, expect, test, vi } from "vitest";
import { chain, dense, meanSquaredError, noise, relu, squareLayer } from "../../test/fixtures.ts";
import {
  absoluteError,
  accuracy,
  adam,
  createModel,
  defineLayer,
  evaluate,
  type Optimizer,
  sgd,
  type Tensor,
  train,
} from "../index.ts";
import golden from "./training.golden.json" with { type: "json" };

const loss = meanSquaredError();
const inputs = Array.from({ length: 10 }, (_, i) => [i / 10, (i * i) / 100]);
const targets = inputs.map(([a, b]) => [2 * a - b]);
const data = { inputs, targets };
const mlp = () => createModel(chain(dense(2, 8), relu(), dense(8, 1)), { seed: 1 });
const options = { loss, optimizer: sgd({ learningRate: 0.05 }), epochs: 3, batchSize: 4 };

/** A layer that passes on its input, and remembers the first column of each. */
function watching(seen: number[][]) {
  return defineLayer("watching", () => ({
    forward: (x, _, { training }) => {
      if (training) seen.push(Array.from({ length: x.shape[0] }, (_, i) => x.get(i, 0)));
      return [x, undefined];
    },
    backward: (dy) => ({ input: dy }),
  }))();
}

describe.each(golden.cases)("a regression with $optimizer", ({ optimizer: name, options, losses, final }) => {
  test("follows PyTorch at every step", () => {
    const [a, b, c, d] = golden.sizes;
    const model = createModel(chain(dense(a, b), relu(), dense(b, c), relu(), dense(c, d)));
    model.theta.set(golden.start);
    const { inputs, targets } = golden;
    const history = train(
      model,
      { inputs, targets },
      {
        loss,
        optimizer: { sgd, adam }[name as "sgd" | "adam"](options),
        epochs: 50,
        batchSize: golden.inputs.length,
      },
    );
    const expectClose = (value: number, expected: number) =>
      expect(Math.abs(value - expected)).toBeLessThanOrEqual(1e-13 + 1e-12 * Math.abs(expected));
    for (const { epoch, loss } of history) expectClose(loss, losses[epoch - 1]);
    final.forEach((expected, i) => {
      expectClose(model.theta[i], expected);
    });
  });
});

describe("epochs", () => {
  test("are counted from 1, with the steps so far and the mean loss over the rows", () => {
    const model = createModel(dense(2, 1), { seed: 1 });
    // With a vanishing step every batch of the epoch sees the same θ.
    const optimizer = sgd({ learningRate: 1e-300 });
    const results = [...train(model, data, { ...options, optimizer })];
    expect(results.map(({ epoch, step }) => [epoch, step])).toEqual([
      [1, 3],
      [2, 6],
      [3, 9],
    ]);
    const expected = evaluate(model, data, { loss }).loss;
    for (const { loss } of results) expect(loss).toBeCloseTo(expected, 14);
    expect(Object.keys(results[0])).toEqual(["epoch", "step", "loss"]);
  });

  test("end where the loop breaks", () => {
    const model = mlp();
    const other = mlp();
    for (const { epoch } of train(model, data, { ...options, epochs: 100 })) if (epoch === 3) break;
    for (const _ of train(other, data, options));
    expect(model.theta).toEqual(other.theta);
  });

  test("take every row once, in a new order each, in batches of 32 unless given", () => {
    const seen: number[][] = [];
    const model = createModel(chain(watching(seen), dense(2, 1)), { seed: 1 });
    for (const _ of train(model, data, { ...options, epochs: 2 }));
    expect(seen.map(({ length }) => length)).toEqual([4, 4, 2, 4, 4, 2]);
    const [first, second] = [seen.slice(0, 3).flat(), seen.slice(3).flat()];
    const rows = inputs.map(([a]) => a);
    expect(first.toSorted()).toEqual(rows);
    expect(second.toSorted()).toEqual(rows);
    expect(first).not.toEqual(rows);
    expect(first).not.toEqual(second);

    const many = {
      inputs: Array.from({ length: 70 }, () => [0, 0]),
      targets: Array.from({ length: 70 }, () => [0]),
    };
    seen.length = 0;
    for (const _ of train(model, many, { loss, optimizer: sgd(), epochs: 1 }));
    expect(seen.map(({ length }) => length)).toEqual([32, 32, 6]);
  });

  test("take the rows as they stand without shuffling", () => {
    const seen: number[][] = [];
    const model = createModel(chain(watching(seen), dense(2, 1)), { seed: 1 });
    for (const _ of train(model, data, { ...options, shuffle: false }));
    const rows = inputs.map(([a]) => a);
    expect(seen.flat()).toEqual([...rows, ...rows, ...rows]);
  });
});

describe("validation", () => {
  test("on data of its own is what evaluate gives", () => {
    const model = mlp();
    const other = {
      inputs: [
        [0.5, 0.5],
        [2, 1],
      ],
      targets: [[1], [0]],
    };
    const results = train(model, data, { ...options, validation: other, metrics: [accuracy()] });
    for (const { validation } of results) {
      expect(validation).toEqual(evaluate(model, other, { loss, metrics: [accuracy()] }));
    }
  });

  test("on a fraction takes rows that are not trained on, the same in each epoch", () => {
    const seen: number[][] = [];
    const model = createModel(chain(watching(seen), dense(2, 1)), { seed: 1 });
    const results = train(model, data, { ...options, validation: 0.3 });
    for (const { validation } of results) expect(Object.keys(validation)).toEqual(["loss"]);
    const epochs = [0, 2, 4].map((k) =>
      seen
        .slice(k, k + 2)
        .flat()
        .toSorted(),
    );
    expect(epochs[0]).toHaveLength(7);
    expect(epochs[1]).toEqual(epochs[0]);
    expect(epochs[2]).toEqual(epochs[0]);
  });

  test("is refused with the place of what is wrong", () => {
    const start = (validation: typeof data) => () => train(mlp(), data, { ...options, validation });
    expect(start({ inputs: [[1, Number.NaN]], targets: [[1]] })).toThrow(
      new Error("train: validation: inputs row 0, column 1 is NaN"),
    );
    expect(() => train(mlp(), data, { ...options, validation: 2 })).toThrow(/^train: validation must be/);
  });
});

describe("training scores", () => {
  test("are what evaluate gives on the rows that are trained on, with the metrics", () => {
    const model = mlp();
    const metrics = [absoluteError()];
    for (const { training } of train(model, data, { ...options, trainingScores: true, metrics }))
      expect(training).toEqual(evaluate(model, data, { loss, metrics }));
  });

  test("leave out the rows of the validation, and change nothing", () => {
    const [plain, scored] = [mlp(), mlp()];
    const other = { ...options, validation: 0.5, trainingScores: true as const };
    for (const { training, validation } of train(scored, data, other)) {
      const [both, all] = [(training.loss + validation.loss) / 2, evaluate(scored, data, { loss }).loss];
      expect(both).toBeCloseTo(all, 14);
      expect(training.loss).not.toBe(validation.loss);
    }
    for (const _ of train(plain, data, { ...options, validation: 0.5 }));
    expect(scored.theta).toEqual(plain.theta);
  });
});

describe("a signal", () => {
  test("ends the training before the next batch with its reason, θ as after the last step", () => {
    const model = mlp();
    const stop = new AbortController();
    const reason = new Error("enough");
    const thetas: number[][] = [];
    const optimizer: Optimizer = {
      ...sgd(),
      step: (theta, ...others) => {
        sgd().step(theta, ...others);
        if (thetas.push([...theta]) === 5) stop.abort(reason);
      },
    };
    const validation = data;
    const run = () => [
      ...train(model, data, {
        ...{ ...options, optimizer, validation, earlyStopping: { patience: 9 } },
        signal: stop.signal,
      }),
    ];
    expect(run).toThrow(reason);
    expect(thetas).toHaveLength(5);
    expect([...model.theta]).toEqual(thetas[4]);
  });

  test("that is aborted lets no step happen", () => {
    const model = mlp();
    const before = model.theta.slice();
    expect(() => [...train(model, data, { ...options, signal: AbortSignal.abort() })]).toThrow(/abort/);
    expect(model.theta).toEqual(before);
  });
});

describe("the same seed", () => {
  const trained = (seed: number | undefined) => {
    const model = createModel(chain(dense(2, 8), noise(), dense(8, 1)), { seed: 1 });
    const results = [...train(model, data, { ...options, optimizer: adam(), seed, validation: 0.2 })];
    return { results, theta: model.theta };
  };

  test("gives the same bytes, another seed others; 0 unless given", () => {
    expect(trained(4)).toEqual(trained(4));
    expect(trained(4).theta).not.toEqual(trained(5).theta);
    expect(trained(undefined)).toEqual(trained(0));
  });

  test("gives the same parameters with validation and without", () => {
    const other = { inputs: [[1, 2]], targets: [[3]] };
    const [plain, validated] = [mlp(), mlp()];
    for (const _ of train(plain, data, options));
    for (const _ of train(validated, data, { ...options, validation: other }));
    expect(validated.theta).toEqual(plain.theta);
  });

  test("draws these rows, for ever", () => {
    const seen: number[][] = [];
    const model = createModel(chain(watching(seen), dense(2, 1)));
    for (const _ of train(model, data, { ...options, seed: 4, validation: 0.2, epochs: 2 }));
    expect(seen.map((batch) => batch.map((a) => 10 * a))).toEqual([
      [1, 0, 8, 9],
      [3, 5, 2, 4],
      [1, 8, 4, 0],
      [2, 5, 3, 9],
    ]);
  });
});

describe("a loss that is not finite", () => {
  test("stops with the epoch, the batch and the layer, θ as it was before that batch", () => {
    const model = createModel(chain(dense(2, 2), squareLayer(), dense(2, 1)), { seed: 1 });
    // After step 7, the first batch of epoch 3, the squares of the next batch overflow.
    const optimizer: Optimizer = {
      ...sgd(),
      step: (theta, _gradient, _state, { step }) => theta.fill(step < 7 ? 0.5 : 1e200),
    };
    const losses: number[] = [];
    expect(() => {
      for (const { loss } of train(model, data, { ...options, epochs: 9, optimizer })) losses.push(loss);
    }).toThrow(
      /^train: the loss became Infinity in epoch 3, batch 2; the first non-finite value came from layer 1, square\(\); of what is finite, the largest activation is \d\.\d\de\+200, of layer 0, dense\(2, 2\): lower the learning rate, /,
    );
    expect(losses).toHaveLength(2);
    expect(new Set(model.theta)).toEqual(new Set([1e200]));
  });
});

describe("what is wrong is refused at once", () => {
  test.each([
    [{ inputs: [], targets: [] }, "no rows"],
    [{ inputs, targets: targets.slice(1) }, "10 inputs but 9 targets"],
    [{ inputs: [[1, 2], [3]], targets: [[1], [2]] }, "inputs row 1 has 1 values, row 0 has 2"],
    [{ inputs: [[1, 2]], targets: [[Number.NaN]] }, "targets row 0, column 0 is NaN"],
    [{ inputs } as typeof data, "expected targets as a tensor or nested arrays, got undefined"],
  ])("data: %j", (data, rule) => {
    expect(() => train(mlp(), data, options)).toThrow(new Error(`train: ${rule}`));
  });

  test.each([
    [{ batchsize: 4 }, 'unknown option "batchsize", did you mean "batchSize"?'],
    [{ batchSize: 0 }, "batchSize must be a whole number above 0, got 0"],
    [{ epochs: 1.5 }, "epochs must be a whole number above 0, got 1.5"],
    [{ epochs: undefined }, "epochs must be a whole number above 0, got undefined"],
    [{ freeze: ["3"] }, /^train: nothing to freeze is called "3"/],
    [{ freeze: "0.weight" }, 'freeze must be a list of names, got "0.weight"'],
    [{ freeze: ["\x9b"] }, /^train: nothing to freeze is called "\\u009b";/],
    [{ freeze: [0] }, "freeze[0] must be a string, got 0"],
    [{ loss: undefined }, "loss must be a loss, got undefined"],
    [{ loss: meanSquaredError }, 'loss must be a loss, got a function: are its "()" missing?'],
    [{ loss: dense(2, 1) }, "loss must be a loss, got an Object"],
    [
      { optimizer: sgd },
      'optimizer must be an optimizer such as adam(), got a function: are its "()" missing?',
    ],
    [{ optimizer: "adam" }, 'optimizer must be an optimizer such as adam(), got "adam"'],
    [{ regularization: 0.01 }, "regularization must be a regularization such as l2(0.01), got 0.01"],
    [{ clip: 1 }, "clip must be a clip such as clipByNorm(1), got 1"],
    [{ seed: 0.5 }, "seed must be a whole number, got 0.5"],
    [{ shuffle: 1 }, "shuffle must be true or false, got 1"],
    [{ validation: 0 }, "validation must be data, or a fraction between 0 and 1, got 0"],
    [{ validation: 1 }, "validation must be data, or a fraction between 0 and 1, got 1"],
    [{ validation: Number.NaN }, "validation must be data, or a fraction between 0 and 1, got NaN"],
    [{ validation: "0.2" }, 'validation must be data, or a fraction between 0 and 1, got "0.2"'],
    [
      { metrics: [accuracy()] },
      "metrics are measured in validation, which must be given too, or trainingScores",
    ],
    [{ trainingScores: 1 }, "trainingScores must be true or false, got 1"],
    [{ signal: {} }, "signal must be an AbortSignal, got an Object"],
    [
      { metrics: [accuracy], validation: 0.2 },
      'metrics[0] must be a metric such as accuracy(), got a function: are its "()" missing?',
    ],
    [{ metrics: accuracy(), validation: 0.2 }, "metrics must be a list such as [accuracy()], got an Object"],
  ])("options: %j", (wrong, rule) => {
    const start = () => train(mlp(), data, { ...options, ...(wrong as object) });
    expect(start).toThrow(rule instanceof RegExp ? rule : new Error(`train: ${rule}`));
  });

  test("a model that is none, and options that are missing", () => {
    expect(() => train(dense(2, 1) as never, data, options)).toThrow(
      new Error("train: expected a model, got an Object; make one of it: createModel(dense(2, 1))"),
    );
    expect(() => train(undefined as never, data, options)).toThrow(
      new Error("train: expected a model, got undefined"),
    );
    expect(() => train(mlp(), data, undefined as never)).toThrow(
      new Error("train: loss must be a loss, got undefined"),
    );
  });

  test("targets of a wrong shape, by the loss", () => {
    const labels = { inputs, targets: inputs.map((_, i) => i) };
    expect(() => [...train(mlp(), labels, options)]).toThrow(
      new Error("meanSquaredError(): expected target [4, 1], got [4]"),
    );
  });
});

test("float32 models train, and stay close to float64", () => {
  const [single, double] = (["float32", "float64"] as const).map((dtype) => {
    const model = createModel(chain(dense(2, 8), relu(), dense(8, 1)), { seed: 1, dtype });
    return [...train(model, data, options)][2].loss;
  });
  expect(single).not.toBe(double);
  expect(single).toBeCloseTo(double, 5);
});

test("several inputs train", () => {
  const blend = defineLayer("mix", () => ({
    parameters: { inner: dense(1, 1).parameters },
    forward: ({ a, b }: { a: Tensor; b: Tensor }, { inner }, pass) => {
      const [y, cache] = dense(1, 1).forward(a, inner, pass, {});
      const sum = y.data.map((value, i) => value + b.get(i, 0));
      y.data.set(sum);
      return [y, cache];
    },
    backward: (dy, cache, { inner }) => {
      const { input, ...gradients } = dense(1, 1).backward(dy, cache, inner);
      return { input: { a: input, b: dy }, inner: gradients };
    },
  }));
  const [a, b] = [inputs.map(([a]) => [a]), inputs.map(([, b]) => [b])];
  const data = { inputs: { a, b }, targets: a.map(([a], i) => [3 * a + b[i][0] + 1]) };
  const model = createModel(blend(), { seed: 1 });
  for (const _ of train(model, data, { ...options, optimizer: adam({ learningRate: 0.1 }), epochs: 400 }));
  expect(model.theta[0]).toBeCloseTo(3, 2);
  expect(model.theta[1]).toBeCloseTo(1, 2);
});

test("a loss that grows without bound is told once, with the epoch and the batch", () => {
  const warn = vi.spyOn(console, "warn").mockImplementation(() => undefined);
  try {
    const options = { loss: meanSquaredError(), epochs: 6, batchSize: 1, shuffle: false };
    const data = { inputs: [[1000], [1000]], targets: [[0], [0]] };
    const trained = (learningRate: number) => [
      ...train(createModel(dense(1, 1), { seed: 1 }), data, { ...options, optimizer: sgd({ learningRate }) }),
    ];
    trained(1e-9);
    expect(warn).not.toHaveBeenCalled();
    trained(1e-5);
    expect(warn).toHaveBeenCalledTimes(1);
    expect(warn.mock.calls[0][0]).toMatch(
      /^train: the loss grew from \S+ to \S+ in epoch \d, batch \d: scale the inputs and targets, or lower the learning rate$/,
    );
  } finally {
    warn.mockRestore();
  }
});
