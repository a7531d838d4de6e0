// What the tables do not say: what happens over time, at random, and at the edges.
import {
  adam,
  createModel,
  type Dtype,
  type Layer,
  type Loss,
  log,
  map,
  mean,
  rng,
  sgd,
  square,
  subtract,
  sum,
  type Tensor,
  tensor,
  toArray,
  train,
  zeros,
} from "@nudge/core";
import { initialize } from "@nudge/core/internal";
import { describe, expect, test } from "vitest";
import {
  attention,
  batchNorm,
  concat,
  conv2d,
  cosine,
  dense,
  dropout,
  embedding,
  flatten,
  globalAveragePool,
  gru,
  hinge,
  klDivergence,
  lstm,
  maxPool2d,
  meanSquaredError,
  multiHeadSelfAttention,
  negativeLogLikelihood,
  prelu,
  relu,
  residual,
  sequential,
  sigmoidCrossEntropy,
  simpleRnn,
  softmaxCrossEntropy,
  sumOf,
  tanh,
} from "../src/index.ts";

const normal = (shape: number[], seed: number) => {
  const stream = rng(seed);
  return map(zeros(shape), () => stream.normal());
};
const training = (seed: number) => ({ training: true, rng: rng(seed) });

describe("dropout", () => {
  const x = normal([200, 100], 1);

  test("drops about its share of entries, and keeps the mean", () => {
    const [y] = dropout(0.3).forward(x, {}, training(1), {});
    const dropped = y.data.filter((v) => v === 0).length / x.size;
    // 5 standard deviations of a share among 20 000
    expect(Math.abs(dropped - 0.3)).toBeLessThan(5 * Math.sqrt((0.3 * 0.7) / x.size));
    for (const [i, v] of y.data.entries()) if (v !== 0) expect(v).toBeCloseTo(x.data[i] / 0.7, 14);
  });

  test("has the mask of its seed, and passes on what it let through", () => {
    const run = (seed: number) => dropout(0.5).forward(x, {}, training(seed), {});
    const [y, cache] = run(1);
    expect(toArray(run(1)[0])).toEqual(toArray(y));
    expect(toArray(run(2)[0])).not.toEqual(toArray(y));
    const { input } = dropout(0.5).backward(
      map(x, () => 1),
      cache,
      {},
    );
    expect(input!.data.map((g) => (g === 0 ? 0 : 1))).toEqual(y.data.map((v) => (v === 0 ? 0 : 1)));
  });

  test("children of a sequence have masks of their own", () => {
    const layer = sequential(dropout(0.5), dropout(0.5));
    const ones = map(x, () => 1);
    const [y] = layer.forward(ones, { 0: {}, 1: {} }, training(1), { 0: {}, 1: {} });
    const kept = y.data.filter((v) => v !== 0).length / x.size;
    expect(Math.abs(kept - 0.25)).toBeLessThan(0.02);
  });
});

describe("embedding", () => {
  test("adds up the gradients of an index that comes again, and leaves the padding at 0", () => {
    const layer = embedding(4, 2, { paddingIndex: 1 });
    const { weight } = initialize(layer.parameters, rng(0));
    expect(toArray(weight)[1 as never]).toEqual([0, 0]);
    const [, cache] = layer.forward(tensor([2, 1, 2]), { weight }, training(0), {});
    const gradients = layer.backward(
      tensor([
        [1, 2],
        [3, 4],
        [5, 6],
      ]),
      cache,
      { weight },
    );
    expect(gradients.input).toBeNull();
    expect(toArray(gradients.weight)).toEqual([
      [0, 0],
      [0, 0],
      [6, 8],
      [0, 0],
    ]);
  });

  test.each([4, -1, 0.5, Number.NaN])("refuses %d, which is no index", (index) => {
    const model = createModel(embedding(4, 2));
    const forward = () => model.layer.forward(tensor([[0, index]]), model.parameters, training(0), {});
    expect(forward).toThrow(`embedding(4, 2): expected input of indices 0 ... 3, got ${index} as entry 1`);
  });

  test("stands in front of a sequence that learns", () => {
    const model = createModel(sequential(embedding(5, 4), flatten(), dense(8, 2)), { seed: 1 });
    const inputs = Array.from({ length: 25 }, (_, k) => [k % 5, Math.floor(k / 5)]);
    const data = { inputs, targets: inputs.map(([a, b]) => (a > b ? 1 : 0)) };
    const options = {
      loss: softmaxCrossEntropy(),
      optimizer: adam({ learningRate: 0.05 }),
      epochs: 60,
      seed: 1,
    };
    expect([...train(model, data, options)].at(-1)!.loss).toBeLessThan(0.1);
  });
});

describe("batchNorm", () => {
  test("learns the statistics of its data in training, and uses them in evaluation", () => {
    const layer = batchNorm(2);
    const model = createModel(layer);
    const x = map(normal([400, 2], 1), (v) => 3 * v + 5);
    const options = {
      loss: meanSquaredError(),
      optimizer: sgd({ learningRate: 1e-9 }),
      epochs: 40,
      batchSize: 100,
    };
    for (const _ of train(model, { inputs: x, targets: zeros([400, 2]) }, options));
    const y = model.predict(x);
    for (const column of [0, 1]) {
      const values = y.pick(null, column);
      expect(mean(values)).toBeCloseTo(0, 1);
      expect(mean(square(subtract(values, mean(values))))).toBeCloseTo(1, 1);
    }
  });

  test("does not touch the buffers it is given", () => {
    const buffers = { runningMean: tensor([1]), runningVariance: tensor([2]) };
    const layer = batchNorm(1);
    const parameters = initialize(layer.parameters, rng(0));
    const [, , after] = layer.forward(tensor([[1], [4]]), parameters, training(0), buffers);
    expect([buffers.runningMean.get(0), buffers.runningVariance.get(0)]).toEqual([1, 2]);
    expect(after!.runningMean.get(0)).toBeCloseTo(0.9 + 0.25, 14);
    expect(
      layer.forward(tensor([[1], [4]]), parameters, { training: false, rng: rng(0) }, buffers)[2],
    ).toBeUndefined();
  });
});

describe("layers side by side", () => {
  test("residual, concat and sumOf say which layer does not fit", () => {
    const run = (layer: Parameters<typeof createModel>[0]) => () => createModel(layer).predict(zeros([2, 3]));
    expect(run(residual(dense(3, 4)))).toThrow(
      "residual(dense(3, 4)): expected dense(3, 4) to keep the shape [2, 3], got [2, 4]",
    );
    expect(run(sumOf(dense(3, 4), dense(3, 2)))).toThrow(
      "sumOf(dense(3, 4), dense(3, 2)): expected output of layer 1 [2, 4], got [2, 2]",
    );
    expect(run(concat(dense(3, 4), flatten(), { axis: 0 }))).toThrow(
      "concat(dense(3, 4), flatten(), { axis: 0 }): concatenate: cannot join [2, 4] and [2, 3] along axis 0",
    );
  });

  test("take indices, which have no gradient", () => {
    const layer = concat(embedding(4, 2), embedding(4, 3));
    const parameters = initialize(layer.parameters, rng(0)) as never;
    const [y, cache] = layer.forward(tensor([1, 3]), parameters, training(0), { 0: {}, 1: {} } as never);
    expect(layer.backward(y, cache, parameters).input).toBeNull();
  });

  test("list their parts, whose parameters are under their numbers", () => {
    const model = createModel(concat(dense(2, 1), residual(dense(2, 2))));
    expect(model.layer.children.map(String)).toEqual(["dense(2, 1)", "residual(dense(2, 2))"]);
    expect(model.slices.map(({ name }) => name)).toEqual(["0.weight", "0.bias", "1.0.weight", "1.0.bias"]);
  });

  test("keep the running statistics of the layers inside", () => {
    const model = createModel(residual(sequential(dense(2, 2), batchNorm(2))));
    const before = JSON.stringify(model.buffers);
    const options = { loss: meanSquaredError(), optimizer: sgd(), epochs: 1 };
    for (const _ of train(model, { inputs: normal([8, 2], 1), targets: zeros([8, 2]) }, options));
    expect(JSON.stringify(model.buffers)).not.toBe(before);
  });
});

describe("attention", () => {
  test("a causal query does not see what comes later", () => {
    const model = createModel(multiHeadSelfAttention(4, 2, { causal: true }), { seed: 1 });
    const x = normal([1, 5, 4], 1);
    const y = model.predict(x);
    x.set(0, 4, 2, 9);
    const changed = model.predict(x);
    for (let t = 0; t < 5; t++) {
      const same = [0, 1, 2, 3].every((j) => y.get(0, t, j) === changed.get(0, t, j));
      expect(same, `time ${t}`).toBe(t < 4);
    }
  });

  test("weights are shares: values that are all alike come out as they are", () => {
    const input = {
      query: normal([2, 3, 4], 1),
      key: normal([2, 5, 4], 2),
      value: map(zeros([2, 5, 1]), () => 7),
    };
    for (const v of createModel(attention()).predict(input).data) expect(v).toBeCloseTo(7, 13);
  });
});

test("inputs by name are these and no others", () => {
  const input = { query: zeros([1, 2, 3]), key: zeros([1, 2, 3]), value: zeros([1, 2, 3]) };
  const predict = (more: object) => () => createModel(attention()).predict({ ...input, ...more });
  expect(predict({})).not.toThrow();
  expect(predict({ mask: zeros([1, 2, 2]) })).toThrow(
    "attention(): expected input { query, key, value }, got { query, key, value, mask }",
  );
});

test("one slope for all takes a number without axes", () => {
  const [y] = prelu().forward(tensor(-2), { slope: tensor([0.5]) }, training(0), {});
  expect(toArray(y)).toBe(-1);
});

describe("recurrent layers", () => {
  test.each([simpleRnn, gru, lstm])("%o gives as its last state the last of all", (make) => {
    const x = normal([3, 4, 2], 1);
    const last = createModel(make(2, 3) as Layer, { seed: 1 }).predict(x);
    const all = createModel(make(2, 3, { states: "all" }) as Layer, { seed: 1 }).predict(x);
    expect(toArray(all.pick(null, 3, null) as Tensor)).toEqual(toArray(last));
  });

  // The first number of a sequence of noise: only what remembers can tell.
  test.each([gru, lstm])("%o learns to remember", (make) => {
    const x = normal([64, 6, 1], 1);
    const targets = Array.from({ length: 64 }, (_, i) => [x.get(i, 0, 0)]);
    const model = createModel(sequential(make(1, 8), dense(8, 1)), { seed: 1 });
    const options = {
      loss: meanSquaredError(),
      optimizer: adam({ learningRate: 0.02 }),
      epochs: 60,
      seed: 1,
    };
    const history = [...train(model, { inputs: x, targets }, options)];
    expect(history.at(-1)!.loss).toBeLessThan(0.1 * history[0].loss);
  });
});

test.each<Dtype>(["float64", "float32"])("a convolutional network in %s tells bars from columns", (dtype) => {
  const stream = rng(1);
  const images = Array.from({ length: 40 }, (_, k) => {
    const place = stream.integer(6);
    const pixel = (i: number, j: number) => ((k % 2 === 0 ? i : j) === place ? 1 : 0) + 0.1 * stream.normal();
    return [Array.from({ length: 6 }, (_, i) => Array.from({ length: 6 }, (_, j) => pixel(i, j)))];
  });
  const layer = sequential(
    conv2d(1, 4, 3, { padding: 1 }),
    batchNorm(4),
    relu(),
    maxPool2d(2),
    conv2d(4, 4, 2),
    tanh(),
    globalAveragePool(),
    dense(4, 2),
  );
  const model = createModel(layer, { seed: 1, dtype });
  const options = {
    loss: softmaxCrossEntropy(),
    optimizer: adam({ learningRate: 0.05 }),
    epochs: 30,
    batchSize: 8,
    seed: 1,
  };
  const history = [...train(model, { inputs: images, targets: images.map((_, k) => k % 2) }, options)];
  expect(history.at(-1)!.loss).toBeLessThan(0.05);
});

describe("losses at the edges", () => {
  test("softmaxCrossEntropy takes labels, one-hot rows and typed arrays alike, and weighs classes", () => {
    const z = normal([4, 3], 1);
    const labels = [2, 0, 1, 2];
    const rows = zeros([4, 3]);
    for (const [i, label] of labels.entries()) rows.set(i, label, 1);
    const loss = softmaxCrossEntropy({ labelSmoothing: 0.1 });
    const values = [labels, Uint8Array.from(labels), tensor(labels), rows].map((t) => loss.forward(z, t)[0]);
    for (const value of values) expect(value).toBeCloseTo(values[0], 14);
    const only = softmaxCrossEntropy({ classWeights: [0, 0, 1], reduction: "sum" });
    const [all, alone] = [only.forward(z, labels)[0], softmaxCrossEntropy().forward(z, labels)];
    expect(all).toBeLessThan(4 * alone[0]);
    expect(() => only.forward(normal([2, 4], 1), [0, 1])).toThrow("expected 4 classWeights, got 3");
  });

  test.each([softmaxCrossEntropy, negativeLogLikelihood])(
    "%o has no mean of labels that weigh nothing",
    (make) => {
      const [z, labels] = [normal([2, 3], 1), [0, 1]];
      const [mean, total] = [
        make({ classWeights: [0, 0, 1] }),
        make({ classWeights: [0, 0, 1], reduction: "sum" }),
      ];
      expect(() => mean.forward(z, labels)).toThrow(
        `${mean}: expected a label with a weight above 0, to take the mean`,
      );
      expect(Math.abs(total.forward(z, labels)[0])).toBe(0);
    },
  );

  test("sigmoidCrossEntropy and hinge hold at ±1000", () => {
    const [value, cache] = sigmoidCrossEntropy().forward(tensor([1000, -1000]), tensor([0, 1]));
    expect(value).toBe(1000);
    expect(toArray(sigmoidCrossEntropy().backward(cache))).toEqual([0.5, -0.5]);
    expect(hinge().forward(tensor([[1000, -1000]]), [1])[0]).toBe(2001 / 2);
  });

  test("cosine does not divide by zero", () => {
    const [value, cache] = cosine().forward(zeros([1, 3]), tensor([[1, 2, 3]]));
    expect(value).toBe(1);
    expect(sum(map(cosine().backward(cache), (g) => (Number.isFinite(g) ? 0 : 1)))).toBe(0);
  });

  test("klDivergence has no term where the target is impossible, also by its logarithm", () => {
    const q = tensor([[Number.NEGATIVE_INFINITY, Math.log(0.5)]]);
    const p = tensor([[0, 1]]);
    expect(klDivergence().forward(q, p)[0]).toBeCloseTo(Math.LN2, 14);
    expect(klDivergence({ logTarget: true }).forward(q, log(p))[0]).toBeCloseTo(Math.LN2, 14);
    expect(() => klDivergence().forward(q, tensor([[Number.NaN, 1]]))).toThrow(
      "klDivergence(): expected probabilities from 0 on, got NaN",
    );
    expect(() => klDivergence().forward(tensor(-1), tensor(1))).toThrow(
      "klDivergence(): expected log-probabilities [..., classes], got []",
    );
  });

  test("targets out of range are refused", () => {
    expect(() => sigmoidCrossEntropy().forward(tensor([1]), tensor([2]))).toThrow(
      "sigmoidCrossEntropy(): expected targets from 0 to 1, got 2",
    );
  });
});

describe("targets of one column", () => {
  const inputs = normal([20, 2], 3);
  const column = map(zeros([20, 1]), () => 0.25);
  const lossesOn = (layer: Layer, loss: Loss<unknown>, targets: Tensor) => {
    const model = createModel(layer, { seed: 1 });
    const options = { loss, optimizer: sgd(), epochs: 2, batchSize: 8 };
    return [...train(model, { inputs, targets }, options)].map(({ loss }) => loss);
  };

  test("may be a list: training takes the same steps, compiled or not", () => {
    const list = tensor(column.data);
    const uncompiled = sequential(dense(2, 4), dropout(0), dense(4, 1));
    for (const layer of [sequential(dense(2, 4), tanh(), dense(4, 1)), uncompiled])
      for (const loss of [meanSquaredError(), sigmoidCrossEntropy(), klDivergence()])
        expect(lossesOn(layer, loss, list)).toEqual(lossesOn(layer, loss, column));
    const turned = [tensor([[1], [-1]]), tensor([1, 1])] as const;
    expect(cosine().forward(...turned)[0]).toBeCloseTo(1, 6);
  });

  test("may be names of classes under sigmoidCrossEntropy", () => {
    const model = createModel(dense(1, 1), { seed: 1, classes: ["ham", "spam"] });
    const data = { inputs: [[-2], [-1], [1], [2]], targets: ["ham", "ham", "spam", "spam"] };
    const loss = sigmoidCrossEntropy();
    for (const _ of train(model, data, { loss, optimizer: sgd({ learningRate: 1 }), epochs: 20 }));
    expect(model.predictClasses(data.inputs, loss)).toEqual(data.targets);
  });
});
