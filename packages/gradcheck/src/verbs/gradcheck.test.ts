import {
  add,
  createModel,
  defineLayer,
  defineLoss,
  heNormal,
  type InitialTree,
  type Layer,
  map,
  matmul,
  maximum,
  mean,
  multiply,
  ones,
  subtract,
  sum,
  type Tensor,
  tensor,
  tensors,
  transpose,
  zeros,
} from "@nudge/core";
import { leavesOf } from "@nudge/core/internal";
import { expect, test } from "vitest";
import {
  dense,
  meanSquaredError,
  relu,
  sequential,
  sigmoid,
  softmaxCrossEntropy,
  tanh,
} from "../../../layers/src/index.ts";
import { failures, normal, tensorOf } from "../../test/fixtures.ts";
import { gradcheck, toText } from "../index.ts";

/** y = x gain      x: [n, size]  gain: [size]; the gradient of the gain is `factor` times too large. */
const scale = defineLayer("scale", (size: number, factor: number) => ({
  parameters: { gain: heNormal([size]) },
  forward: (x, { gain }) => [multiply(x, gain), x],
  backward: (dy, x, { gain }) => ({
    input: multiply(dy, gain),
    gain: multiply(sum(multiply(dy, x), 0), factor),
  }),
}));

/** y = tanh(query keyᵀ) value */
const attention = defineLayer("attention", () => ({
  forward: ({ query, key, value }: { query: Tensor; key: Tensor; value: Tensor }) => {
    const weights = tensors.tanh(matmul(query, transpose(key)));
    return [matmul(weights, value), { query, key, value, weights }];
  },
  backward: (dy, { query, key, value, weights }) => {
    const scores = map(matmul(dy, transpose(value)), weights, (d, w) => d * (1 - w * w));
    return {
      input: {
        query: matmul(scores, key),
        key: matmul(transpose(scores), query),
        value: matmul(transpose(weights), dy),
      },
    };
  },
}));

const input = [4, 3];

test("a layer is checked by its input and its parameters, drawn from the seed", () => {
  const report = gradcheck(dense(3, 5), { input });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.subject).toBe("dense(3, 5)");
  expect(report.tensors.map(({ name, shape }) => [name, shape])).toEqual([
    ["input", [4, 3]],
    ["weight", [3, 5]],
    ["bias", [5]],
  ]);
  expect(report.counts).toMatchObject({ entries: 32, passed: 32 });
  expect(report.replay).toBe("gradcheck(dense(3, 5), { input: [4, 3], seed: 0 })");
  const other = gradcheck(dense(3, 5), { input, seed: 1 });
  for (const { name, entries } of report.tensors)
    expect(tensorOf(other, name).entries?.analytic).not.toEqual(entries?.analytic);
});

test("a planted factor is found in the tensor it was planted in", () => {
  const report = gradcheck(scale(3, 2), { input });
  expect(report.verdict).toBe("fail");
  expect(report.tensors.map(({ name, verdict }) => [name, verdict])).toEqual([
    ["input", "pass"],
    ["gain", "fail"],
  ]);
  expect(tensorOf(report, "gain").ratio).toBeCloseTo(1 / 3, 6);
});

test("an input is given by its values: as a tensor, as nested rows, or as a strided view", () => {
  const x = normal([4, 3]);
  const rows = [0, 1, 2, 3].map((i) => [0, 1, 2].map((j) => x.get(i, j)));
  const flipped = transpose(transpose(x));
  const reports = [x, rows, flipped].map((input) => gradcheck(tanh(), { input }));
  for (const report of reports) {
    expect(report.verdict).toBe("pass");
    expect(report.tensors).toEqual(reports[0].tensors);
    expect(report.replay).toBe("gradcheck(tanh(), { input, seed: 0 })");
  }
});

test("several inputs go by their names", () => {
  const report = gradcheck(attention(), { input: { query: [4, 3], key: [5, 3], value: normal([5, 2]) } });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.tensors.map(({ name, shape }) => [name, shape])).toEqual([
    ["input.query", [4, 3]],
    ["input.key", [5, 3]],
    ["input.value", [5, 2]],
  ]);
});

test("a wrong gradient of one of several inputs is found under its name", () => {
  const wrong = defineLayer("wrong", () => {
    const right = attention();
    return {
      forward: (x: { query: Tensor; key: Tensor; value: Tensor }, _, pass) => right.forward(x, {}, pass, {}),
      backward: (dy, cache) => {
        const { input } = right.backward(dy, cache as never, {});
        return { input: { ...input, key: multiply(input.key as Tensor, -1) } };
      },
    };
  });
  const report = gradcheck(wrong(), { input: { query: [4, 3], key: [5, 3], value: [5, 2] } });
  expect(report.tensors.map(({ verdict }) => verdict)).toEqual(["pass", "fail", "pass"]);
});

test("a missing gradient of one of several inputs is a finding", () => {
  const wrong = { ...attention(), backward: () => ({ input: { query: zeros([4, 3]), key: zeros([5, 3]) } }) };
  const report = gradcheck(wrong as unknown as Layer, {
    input: { query: [4, 3], key: [5, 3], value: [5, 2] },
  });
  expect(report.findings).toContainEqual(
    expect.objectContaining({ kind: "missing", severity: "failure", tensor: "input.value" }),
  );
});

test("nested parameters go by their path", () => {
  const layer = sequential(dense(3, 4), tanh(), sequential(dense(4, 2), sigmoid()));
  const report = gradcheck(layer, { input });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.tensors.map(({ name }) => name).toSorted()).toEqual([
    "0.bias",
    "0.weight",
    "2.0.bias",
    "2.0.weight",
    "input",
  ]);
});

test("an undefined parameter is none", () => {
  const optional = defineLayer("optional", (bias: boolean) => ({
    parameters: { gain: ones([3]), bias: bias ? zeros([3]) : undefined },
    forward: (x, { gain, bias }) => [bias ? add(multiply(x, gain), bias) : multiply(x, gain), x],
    backward: (dy, x, { gain, bias }) => ({
      input: multiply(dy, gain),
      gain: sum(multiply(dy, x), 0),
      bias: bias && sum(dy, 0),
    }),
  }));
  expect(gradcheck(optional(true), { input }).tensors.map(({ name }) => name)).toContain("bias");
  const report = gradcheck(optional(false), { input });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.tensors.map(({ name }) => name)).toEqual(["input", "gain"]);
});

test("buffers are given, and what comes back of them is dropped", () => {
  const seen: number[] = [];
  const center = defineLayer("center", (size: number) => ({
    buffers: { mean: zeros([size]), count: zeros([]) },
    forward: (x, _, __, { mean: running, count }) => {
      seen.push(count.get());
      // Written and returned: neither may last.
      running.data[0] += 1e-3;
      count.data[0] += 1;
      return [subtract(x, mean(x, 0)), undefined, { mean: running, count }];
    },
    backward: (dy) => ({ input: subtract(dy, mean(dy, 0)) }),
  }));
  const report = gradcheck(center(3), { input });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.tensors.map(({ name }) => name)).toEqual(["input"]);
  expect(new Set(seen)).toEqual(new Set([0]));
});

test("the upstream gradient of a layer is given as values or as a shape", () => {
  const upstream = ones([4, 5]);
  const report = gradcheck(dense(3, 5), { input, upstream });
  expect(tensorOf(report, "bias").entries?.analytic).toEqual([4, 4, 4, 4, 4]);
  expect(gradcheck(dense(3, 5), { input, upstream: [4, 5] }).verdict).toBe("pass");
  expect(() => gradcheck(dense(3, 5), { input, upstream: [5, 4] })).toThrow(/\[4, 5\].*\[5, 4\]/);
});

test("an input of whole numbers may have null as its gradient", () => {
  const embedding = defineLayer("embedding", (rows: number, size: number) => ({
    parameters: { table: heNormal([rows, size]) },
    forward: (x: Tensor, { table }) => {
      const y = zeros([x.size, size]);
      for (let i = 0; i < x.size; i++) for (let j = 0; j < size; j++) y.set(i, j, table.get(x.get(i), j));
      return [y, x];
    },
    backward: (dy, x) => {
      const gradient = zeros([rows, size]);
      for (let i = 0; i < x.size; i++)
        for (let j = 0; j < size; j++) gradient.set(x.get(i), j, gradient.get(x.get(i), j) + dy.get(i, j));
      return { input: null, table: gradient };
    },
  }));
  const report = gradcheck(embedding(4, 2), { input: tensor([0, 3, 3]) });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(tensorOf(report, "input").counts).toMatchObject({ entries: 3, skipped: 3 });
});

test("a model is checked against its loss: all of θ, at the θ it has now", () => {
  const model = createModel(sequential(dense(3, 4), tanh(), dense(4, 2)), { seed: 5 });
  const target = [0, 1, 1, 0];
  const x = normal([4, 3]);
  const loss = softmaxCrossEntropy();
  const report = gradcheck(model, { input: x, target, loss });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.tensors.map(({ name, shape }) => ({ name, shape }))).toEqual(
    model.slices.map(({ name, shape }) => ({ name, shape })),
  );
  expect(report.counts.entries).toBe(model.theta.length);
  model.lossAndGradient(x, target, { loss });
  expect(report.tensors.flatMap(({ entries }) => entries?.analytic)).toEqual(Array.from(model.gradient));

  model.theta.fill(0.25);
  const moved = gradcheck(model, { input: x, target, loss });
  model.lossAndGradient(x, target, { loss });
  expect(moved.tensors.flatMap(({ entries }) => entries?.analytic)).toEqual(Array.from(model.gradient));
});

test("a wrong layer in a model is found by its slice", () => {
  const model = createModel(sequential(dense(3, 4), scale(4, 1.01) as Layer, dense(4, 2)));
  const report = gradcheck(model, { input, target: [0, 1, 1, 0], loss: softmaxCrossEntropy() });
  expect(report.tensors.filter(({ verdict }) => verdict === "fail").map(({ name }) => name)).toEqual([
    "1.gain",
  ]);
});

test("a loss that is wrong in backward makes every tensor wrong", () => {
  const half = defineLoss("half", () => ({
    forward: (p, t) => meanSquaredError().forward(p, t),
    backward: (cache) => multiply(meanSquaredError().backward(cache), 0.5),
  }));
  const model = createModel(sequential(dense(3, 4), tanh(), dense(4, 2)));
  const report = gradcheck(model, { input, target: normal([4, 2]), loss: half() });
  expect(report.verdict).toBe("fail");
  for (const { ratio } of report.tensors) expect(ratio).toBeCloseTo(1 / 3, 6);
});

test("a target is labels, one-hot rows, nested rows or a tensor", () => {
  const model = createModel(dense(3, 2));
  const check = (
    target: Parameters<typeof gradcheck<typeof model>>[1]["target"],
    loss = softmaxCrossEntropy(),
  ) => gradcheck(model, { input: normal([2, 3]), target, loss: loss as never });
  const labels = check([1, 0]);
  expect(labels.verdict, toText(labels)).toBe("pass");
  for (const target of [
    Int32Array.of(1, 0),
    Float64Array.of(1, 0),
    [
      [0, 1],
      [1, 0],
    ],
    tensor([
      [0, 1],
      [1, 0],
    ]),
  ])
    expect(check(target).tensors).toEqual(labels.tensors);
  const rows = check(
    [
      [0.5, 1],
      [2, 3],
    ],
    meanSquaredError() as never,
  );
  expect(rows.verdict).toBe("pass");
});

test("a float32 model is checked in float64, at the values it has", () => {
  const model = createModel(sequential(dense(3, 4), tanh(), dense(4, 2)), { dtype: "float32" });
  const report = gradcheck(model, { input, target: [0, 1, 1, 0], loss: softmaxCrossEntropy() });
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.noiseRatio).toBeLessThan(1e-8);
});

test("a model with dropout and buffers is checked in training and in evaluation mode", () => {
  const dropout = defineLayer("dropout", () => ({
    buffers: { seen: zeros([]) },
    forward: (x, _, { training, rng }, { seen }) => {
      const mask = map(x, () => (training ? (rng.uniform() < 0.5 ? 0 : 2) : 1));
      return [multiply(x, mask), mask, { seen: add(seen, 1) }];
    },
    backward: (dy, mask) => ({ input: multiply(dy, mask) }),
  }));
  const model = createModel(sequential(dense(3, 8), dropout() as Layer, dense(8, 2)));
  const buffers = leavesOf(model.buffers as never).map(([, x]) => x.get());
  const options = { input, target: [0, 1, 1, 0], loss: softmaxCrossEntropy() };
  const training = gradcheck(model, options);
  expect(training.verdict, toText(training)).toBe("pass");
  const evaluation = gradcheck(model, { ...options, modes: "evaluation" });
  expect(evaluation.verdict).toBe("pass");
  expect(evaluation.tensors[0].entries?.analytic).not.toEqual(training.tensors[0].entries?.analytic);
  expect(leavesOf(model.buffers as never).map(([, x]) => x.get())).toEqual(buffers);
});

test("ReLU networks never fail, at random points and with dead or zero units", () => {
  for (let seed = 0; seed < 20; seed++) {
    const model = createModel(sequential(dense(3, 8), relu(), dense(8, 2)), { seed });
    const x = map(normal([6, 3], seed), (v) => Math.max(v, 0));
    const report = gradcheck(model, {
      input: x,
      target: [0, 1, 1, 0, 1, 0],
      loss: softmaxCrossEntropy(),
      seed,
    });
    expect(report.verdict, toText(report)).toBe("pass");
  }
});

test("what is neither a layer nor a model is refused", () => {
  for (const subject of [undefined, null, 3, "dense", {}, { forward: () => 0 }, () => 0])
    expect(() => gradcheck(subject as never, { input } as never)).toThrow(
      /^gradcheck: expected a layer or a model/,
    );
});

test("options are needed: an input, and for a model its target and loss", () => {
  const model = createModel(dense(3, 2));
  const loss = softmaxCrossEntropy();
  expect(() => gradcheck(dense(3, 2), undefined as never)).toThrow(/^gradcheck: input is missing/);
  expect(() => gradcheck(dense(3, 2), {} as never)).toThrow(/^gradcheck: input is missing/);
  expect(() => gradcheck(model, { input, target: [0] } as never)).toThrow(/^gradcheck: .*loss/);
  expect(() => gradcheck(model, { input, loss } as never)).toThrow(/^gradcheck: target is missing/);
  expect(() => gradcheck(model, { target: [0], loss } as never)).toThrow(/^gradcheck: input is missing/);
  expect(() => gradcheck(model, { input, target: [0], loss, upstream: [1] } as never)).toThrow(
    /^gradcheck: unknown option "upstream"/,
  );
  expect(() => gradcheck(dense(3, 2), { input, target: [0] } as never)).toThrow(
    /^gradcheck: unknown option "target"/,
  );
});

test("an input that is no shape and no values is refused with its name", () => {
  expect(() => gradcheck(tanh(), { input: [[1, 2], [3]] })).toThrow(/^gradcheck: input: /);
  expect(() => gradcheck(tanh(), { input: [-1, 3] })).toThrow(/^gradcheck: input/);
  expect(() => gradcheck(tanh(), { input: [1.5] })).toThrow(/^gradcheck: input/);
  expect(() => gradcheck(tanh(), { input: new Array(1e9) })).toThrow(
    /^gradcheck: input: .* got \[1000000000\]$/,
  );
  expect(() => gradcheck(tanh(), { input: new Array(2) })).toThrow(/^gradcheck: input: .* got undefined$/);
  expect(() => gradcheck(tanh(), { input: new Array(100).fill(2) })).toThrow(/^gradcheck: input: .* 32 axes/);
  expect(() => gradcheck(tanh(), { input: "x" as never })).toThrow(/^gradcheck: input/);
  expect(() => gradcheck(attention(), { input: { query: [4, 3], key: [-1, 3], value: [5, 2] } })).toThrow(
    /^gradcheck: input key/,
  );
});

test("a layer that refuses its input is reported with its own words", () => {
  const report = gradcheck(dense(4, 2), { input });
  expect(failures(report)).toEqual(["throws"]);
  expect(report.findings[0].message).toContain("dense(4, 2): expected input [n, 4], got [4, 3]");
  expect(report.verdict).toBe("fail");
  expect(report.counts.passed).toBe(0);
});

test("constant initial values of a layer stay as they are", () => {
  const gain = ones([3]);
  const layer = defineLayer("writes", () => ({
    parameters: { gain } as InitialTree & { gain: Tensor },
    forward: (x, { gain }: { gain: Tensor }) => {
      const y = multiply(x, gain);
      gain.data.fill(5);
      return [maximum(y, -1e9), x];
    },
    backward: (dy, x, { gain }: { gain: Tensor }) => ({
      input: multiply(dy, gain),
      gain: sum(multiply(dy, x as Tensor), 0),
    }),
  }));
  gradcheck(layer() as unknown as Layer, { input });
  expect(Array.from(gain.data)).toEqual([1, 1, 1]);
});

test("the input stands first in the report, also before parameters whose names are numbers", () => {
  const report = gradcheck(sequential(dense(3, 2), dense(2, 2)), { input: [4, 3] });
  expect(report.tensors.map(({ name }) => name)).toEqual([
    "input",
    "0.weight",
    "0.bias",
    "1.weight",
    "1.bias",
  ]);
  const several = gradcheck(attention(), { input: { query: [4, 3], key: [5, 3], value: [5, 2] } });
  expect(several.tensors[0].name).toBe("input.query");
});
