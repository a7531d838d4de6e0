import { describe, expect, test } from "vitest";
import {
  blend,
  center,
  chain,
  dense,
  meanSquaredError,
  noise,
  relu,
  squareLayer,
} from "../../test/fixtures.ts";
import {
  cast,
  createModel,
  defineLayer,
  heNormal,
  type Layer,
  l2,
  ones,
  rng,
  type Tensor,
  tensor,
  toArray,
  zeros,
} from "../index.ts";
import { leavesOf } from "./tree.ts";

const mlp = () => chain(dense(4, 5), relu(), dense(5, 3));
const rows = [
  [5.1, 3.5, 1.4, 0.2],
  [4.9, 3.0, 1.4, 0.2],
];

describe("θ", () => {
  test("holds all parameters, one slice after another", () => {
    const { theta, gradient, slices } = createModel(mlp());
    expect(slices.map(({ name, offset }) => [name, offset])).toEqual([
      ["0.weight", 0],
      ["0.bias", 20],
      ["2.weight", 25],
      ["2.bias", 40],
    ]);
    expect([theta.length, gradient.length]).toEqual([43, 43]);
    expect(gradient.every((entry) => entry === 0)).toBe(true);
  });

  test("starts with the values of the initializers and constants", () => {
    const model = createModel(dense(4, 5), { seed: 7 });
    expect(toArray(model.parameters.weight)).toEqual(toArray(heNormal([4, 5])(rng(7).fork())));
    expect(toArray(model.parameters.bias)).toEqual([0, 0, 0, 0, 0]);
  });

  test("is the same for the same seed, another for another, 0 unless given", () => {
    const theta = (seed?: number) => createModel(mlp(), { seed }).theta;
    expect(theta(3)).toEqual(theta(3));
    expect(theta(3)).not.toEqual(theta(4));
    expect(theta()).toEqual(theta(0));
  });

  test("is the data of the parameters: writing to them changes it, and the prediction", () => {
    const model = createModel(dense(2, 1));
    model.parameters.weight.set(1, 0, 5);
    model.parameters.bias.set(0, 1);
    expect(model.parameters.weight.data.buffer).toBe(model.theta.buffer);
    expect([...model.theta.subarray(1)]).toEqual([5, 1]);
    model.theta[0] = 2;
    expect(toArray(model.predict([10, 100]))).toEqual([521]);
  });

  test("does not touch the constants it starts from", () => {
    const start = ones([2]);
    const gain = defineLayer("gain", () => ({
      parameters: { gain: start },
      forward: (x) => [x, undefined],
      backward: (dy) => ({ input: dy, gain: dy }),
    }));
    createModel(gain()).theta[0] = 9;
    expect(toArray(start)).toEqual([1, 1]);
  });
});

describe("lossAndGradient", () => {
  // For a line, L = Σ (x W + b - t)² / n, and so dW = 2/n xᵀ (x W + b - t), db = 2/n Σ (x W + b - t).
  const model = createModel(dense(1, 1));
  model.theta.set([3, 1]);
  const x = tensor([[1], [2]]);
  const y = tensor([[2], [8]]);

  test("returns the loss and writes the gradient in place", () => {
    const { gradient } = model;
    expect(model.lossAndGradient(x, y, { loss: meanSquaredError() })).toBe(2.5);
    expect([...gradient]).toEqual([0, 1]);
    expect(toArray(model.gradients.bias)).toEqual([1]);
    expect(model.gradient).toBe(gradient);
  });

  test("agrees with the slope of the loss", () => {
    const model = createModel(mlp(), { seed: 2 });
    const loss = () => model.lossAndGradient(tensor(rows), zeros([2, 3]), { loss: meanSquaredError() });
    loss();
    const gradient = model.gradient.slice();
    for (let i = 0; i < gradient.length; i++) {
      const start = model.theta[i];
      const [above, below] = [1e-6, -1e-6].map((step) => {
        model.theta[i] = start + step;
        return loss();
      });
      model.theta[i] = start;
      expect((above - below) / 2e-6).toBeCloseTo(gradient[i], 7);
    }
  });

  test("draws from the seed in training, and not at all otherwise", () => {
    const model = createModel(chain(dense(1, 1), noise()), { seed: 1 });
    const run = (options?: { training?: boolean; seed?: number }) =>
      model.lossAndGradient(x, y, { loss: meanSquaredError(), ...options });
    expect(run({ seed: 1 })).toBe(run({ seed: 1 }));
    expect(run({ seed: 1 })).not.toBe(run({ seed: 2 }));
    expect(run()).toBe(run({ training: true, seed: 0 }));
    expect(run({ training: false, seed: 1 })).toBe(run({ training: false, seed: 2 }));
  });

  test("leaves parameters and buffers alone", () => {
    const model = createModel(chain(center(1), dense(1, 1)));
    const [theta, buffers] = [model.theta.slice(), JSON.stringify(model.buffers)];
    model.lossAndGradient(x, y, { loss: meanSquaredError() });
    expect(model.theta).toEqual(theta);
    expect(JSON.stringify(model.buffers)).toBe(buffers);
  });

  test("names the loss when the targets do not fit", () => {
    const run = () => model.lossAndGradient(x, tensor([1, 2]), { loss: meanSquaredError() });
    expect(run).toThrow(new Error("meanSquaredError(): expected target [2, 1], got [2]"));
  });

  test("names the layer and the slice when a gradient is of a wrong shape", () => {
    const layer = dense(4, 5);
    const wrong: Layer = { ...layer, toString: layer.toString } as Layer;
    wrong.backward = () => ({ input: zeros([2, 4]), weight: zeros([5, 4]), bias: zeros([5]) }) as never;
    const model = createModel(chain(wrong, dense(5, 3)));
    const run = () => model.lossAndGradient(tensor(rows), zeros([2, 3]), { loss: meanSquaredError() });
    expect(run).toThrow(new Error("dense(4, 5): expected gradient of 0.weight [4, 5], got [5, 4]"));
  });

  test("refuses unknown options", () => {
    const run = () => model.lossAndGradient(x, y, { loss: meanSquaredError(), sed: 1 } as never);
    expect(run).toThrow(new Error('lossAndGradient: unknown option "sed", did you mean "seed"?'));
  });
});

describe("lossAndGradient with a penalty", () => {
  const model = createModel(dense(1, 1));
  model.theta.set([3, 1]);
  const [x, y] = [tensor([[1], [2]]), tensor([[2], [8]])];

  test("has its value in the loss and its derivative in the gradient", () => {
    const loss = meanSquaredError();
    const plain = model.lossAndGradient(x, y, { loss });
    const gradient = model.gradient.slice();
    // 0.5 w² and its derivative w, of the weight alone
    expect(model.lossAndGradient(x, y, { loss, regularization: l2(0.5) })).toBeCloseTo(plain + 4.5, 14);
    expect([...model.gradient]).toEqual([gradient[0] + 3, gradient[1]]);
  });
});

describe("the door of lossAndGradient", () => {
  const model = createModel(dense(1, 1));
  const loss = meanSquaredError();

  test("lets arrays in as inputs and targets", () => {
    model.theta.set([3, 1]);
    expect(model.lossAndGradient([[1], [2]], [Float64Array.of(2), [8]], { loss })).toBe(2.5);
  });

  test("gives the loss labels as a tensor", () => {
    const seen: unknown[] = [];
    const watching = { ...loss, forward: (_: Tensor, target: unknown) => [seen.push(target), 0] as never };
    watching.backward = () => zeros([2, 1]);
    model.lossAndGradient([[1], [2]], Int32Array.of(0, 1), { loss: watching });
    expect(toArray(seen[0] as Tensor)).toEqual([0, 1]);
  });

  test.each([
    [[[1], [2]], [[1], [Number.NaN]], { loss }, "targets row 1, column 0 is NaN"],
    [[[1], [Number.NaN]], [[1], [2]], { loss }, "inputs row 1, column 0 is NaN"],
    [[[1], [2]], [[1]], { loss }, "2 inputs but 1 targets"],
    [[[1]], undefined, { loss }, "expected targets as a tensor or nested arrays, got undefined"],
    [[[1]], [[1]], undefined, "loss must be a loss, got undefined"],
    [[[1]], [[1]], { loss: meanSquaredError }, 'loss must be a loss, got a function: are its "()" missing?'],
    [[[1]], [[1]], { loss, training: 1 }, "training must be true or false, got 1"],
    [[[1]], [[1]], { loss, seed: 0.5 }, "seed must be a whole number, got 0.5"],
  ])("refuses what is wrong: %#", (inputs, targets, options, rule) => {
    expect(() => model.lossAndGradient(inputs, targets as never, options as never)).toThrow(
      new Error(`lossAndGradient: ${rule}`),
    );
  });
});

describe("load", () => {
  const model = createModel(dense(2, 1), { dtype: "float32" });

  test("writes values over θ", () => {
    model.load([1, 2, 3]);
    expect([...model.theta]).toEqual([1, 2, 3]);
    model.load(Float64Array.of(4, 5, 6));
    expect([...model.theta]).toEqual([4, 5, 6]);
  });

  test.each([
    [[1, 2], "expected 3 values, as θ is long, got 2"],
    [[1, Number.NaN, 3], "value 1, of weight, must be a finite number, got NaN"],
    [[1, 2, 1e300], "value 2, of bias, must be a finite number, got 1e+300"],
    [[1, "2", 3], 'value 1, of weight, must be a finite number, got "2"'],
    [undefined, "expected an array of 3 numbers, got undefined"],
    ["123", 'expected an array of 3 numbers, got "123"'],
  ])("refuses %j, and leaves θ as it was", (values, rule) => {
    model.load([1, 2, 3]);
    expect(() => model.load(values as never)).toThrow(new Error(`load: ${rule}`));
    expect([...model.theta]).toEqual([1, 2, 3]);
  });
});

test("JSON refuses a model, and says what to keep of it", () => {
  const model = createModel(dense(2, 1), { seed: 1 });
  expect(() => JSON.stringify(model)).toThrow(
    /^toJSON: JSON does not hold a model; keep \[\.\.\.model\.theta\]/,
  );
  const other = createModel(dense(2, 1), { seed: 2 });
  other.load(JSON.parse(JSON.stringify([...model.theta])));
  expect(other.theta).toEqual(model.theta);
});

describe("predict", () => {
  const model = createModel(mlp(), { seed: 1 });

  test("takes nested arrays, typed rows and tensors", () => {
    const expected = toArray(model.predict(tensor(rows)));
    expect(toArray(model.predict(rows))).toEqual(expected);
    expect(toArray(model.predict(rows.map((row) => Float64Array.from(row))))).toEqual(expected);
  });

  test("gives a single row for a single row", () => {
    const [first] = toArray(model.predict(rows)) as number[][];
    expect(toArray(model.predict(rows[0]))).toEqual(first);
    expect(toArray(model.predict(Float64Array.from(rows[0])))).toEqual(first);
    expect(toArray(model.predict(tensor(rows[0])))).toEqual(first);
    expect(toArray(model.predict([rows[0]]))).toEqual([first]);
  });

  test("runs in evaluation mode", () => {
    const x = [[1, 2]];
    expect(toArray(createModel(noise()).predict(x))).toEqual(x);
  });

  test("takes several inputs by name, single rows too", () => {
    const model = createModel(blend(2));
    model.theta.set([10, 100]);
    expect(toArray(model.predict({ a: [[1, 2]], b: tensor([[3, 4]]) }))).toEqual([[31, 402]]);
    expect(toArray(model.predict({ a: [1, 2], b: [3, 4] }))).toEqual([31, 402]);
  });

  test.each([
    [
      "NaN",
      [
        [1, 2, 3, 4],
        [1, 2, Number.NaN, 4],
      ],
      "row 1, column 2 is NaN",
    ],
    ["an infinity", tensor([[1, Number.POSITIVE_INFINITY]]), "row 0, column 1 is Infinity"],
    [
      "ragged rows",
      [
        [1, 2, 3, 4],
        [1, 2],
      ],
      "row 1 has 2 values, row 0 has 4",
    ],
    ["no rows", [], "no rows"],
    ["a number", 5 as never, "expected rows as a tensor or nested arrays, got 5"],
    ["one of several", { a: [[1, 2]], b: [[3, Number.NaN]] }, "b row 0, column 1 is NaN"],
    ["several of unequal length", { a: [[1], [2]], b: [[3]] }, "2 a but 1 b"],
  ])("refuses %s", (_, x, rule) => {
    expect(() => model.predict(x)).toThrow(new Error(`predict: ${rule}`));
  });

  test("names the layer when the columns do not fit", () => {
    expect(() => model.predict([[1, 2]])).toThrow(
      new Error("dense(4, 5): expected input [n, 4], got [1, 2]"),
    );
  });
});

describe("precision", () => {
  const model = createModel(chain(center(4), mlp()), { seed: 1, dtype: "float32" });
  const exact = createModel(chain(center(4), mlp()), { seed: 1 });

  test("is float64 unless given, and that of all arrays of the model", () => {
    expect([exact.dtype, exact.theta.constructor]).toEqual(["float64", Float64Array]);
    expect([model.dtype, model.theta, model.gradient].map((x) => x?.constructor?.name ?? x)).toEqual([
      "String",
      "Float32Array",
      "Float32Array",
    ]);
    expect(leavesOf(model.buffers as Record<string, never>).map(([, x]) => (x as Tensor).dtype)).toEqual([
      "float32",
      "float32",
    ]);
    expect(model.theta).toEqual(Float32Array.from(exact.theta));
  });

  test("is what inputs and targets are cast to", () => {
    expect(model.predict(rows).dtype).toBe("float32");
    expect(model.predict(tensor(rows)).dtype).toBe("float32");
    expect(exact.predict(cast(tensor(rows), "float32")).dtype).toBe("float64");
    const value = model.lossAndGradient(tensor(rows), ones([2, 3]), { loss: meanSquaredError() });
    expect(value).toBeCloseTo(
      exact.lossAndGradient(tensor(rows), ones([2, 3]), { loss: meanSquaredError() }),
      4,
    );
  });

  test("is what predictions are cast to, of a layer that gives another too", () => {
    const positions = defineLayer("positions", () => ({
      forward: () => [tensor([[0, 1]]), undefined],
      backward: (dy) => ({ input: dy }),
    }));
    const { predict } = createModel(positions(), { dtype: "float32" });
    expect([predict([[5, 6]]), predict([5, 6])].map(({ dtype }) => dtype)).toEqual(["float32", "float32"]);
  });

  test("is one of two", () => {
    expect(() => createModel(mlp(), { dtype: "float16" as "float32" })).toThrow(/^createModel: /);
  });
});

test("unknown options are refused", () => {
  const rule = 'createModel: unknown option "sede", did you mean "seed"?';
  expect(() => createModel(squareLayer(), { sede: 1 } as object)).toThrow(new Error(rule));
});

test.each([
  [undefined, "expected a layer, got undefined"],
  [dense, "expected a layer, got a function; call it: createModel(dense(4, 3))"],
  [createModel(dense(1, 1)), "expected a layer, got an Object"],
])("what is no layer is refused: %#", (layer, rule) => {
  expect(() => createModel(layer as never)).toThrow(new Error(`createModel: ${rule}`));
});

test("a seed is a whole number", () => {
  expect(() => createModel(dense(1, 1), { seed: 0.5 })).toThrow(
    new Error("createModel: seed must be a whole number, got 0.5"),
  );
});
