// What is compiled from the layers' and losses' kernels, held to the plain passes, bit for bit.
import {
  adam,
  cast,
  createModel,
  createTrainer,
  type Dtype,
  defineLayer,
  defineLoss,
  type Layer,
  type Loss,
  map,
  type Optimizer,
  rng,
  sgd,
  type Tensor,
  tensor,
  train,
} from "@nudge/core";
import { kernelOf } from "@nudge/core/internal";
import { describe, expect, test } from "vitest";
import { compile } from "../../core/src/training/compiled/compile.ts";
import {
  clip,
  dense,
  elu,
  gelu,
  hardTanh,
  huber,
  leakyRelu,
  meanAbsoluteError,
  meanSquaredError,
  mish,
  relu,
  selu,
  sequential,
  sigmoid,
  silu,
  smoothL1,
  softmaxCrossEntropy,
  softplus,
  softsign,
  tanh,
} from "./index.ts";

/** The same layer or loss or optimizer, but as a copy, which nothing is compiled from. */
const plain = <T extends Layer | Loss | Optimizer>(subject: T): T => ({
  ...subject,
  toString: subject.toString,
});

type Reduction = Parameters<typeof meanSquaredError>[0];
const huberOf = (options: Reduction) => huber(0.5, options);
const smoothL1Of = (options: Reduction) => smoothL1(0.5, options);

/** Most of the draws are the usual three. */
const activations = [
  ...[relu, tanh, sigmoid, relu, tanh, sigmoid, relu, tanh, sigmoid],
  ...[elu, gelu, hardTanh, leakyRelu, mish, selu, silu, softplus, softsign, () => clip(-0.5, 0.5)],
];

/** A stack of random depth and widths, small ones and large ones; activations anywhere, sequences within the sequence. */
function drawStack(random: ReturnType<typeof rng>): { layer: Layer; inputs: number; outputs: number } {
  const width = () => 1 + random.integer(random.integer(3) === 0 ? 40 : 12);
  const sizes = Array.from({ length: 2 + random.integer(4) }, width);
  const between = () =>
    Array.from({ length: random.integer(3) }, () => activations[random.integer(activations.length)]());
  const stack: Layer[] = between();
  for (let k = 1; k < sizes.length; k++) {
    const bias = random.integer(4) > 0;
    stack.push(dense(sizes[k - 1], sizes[k], { bias }) as Layer, ...between());
  }
  const layers: Layer[] = [];
  while (stack.length > 0) {
    const part = stack.splice(0, 1 + random.integer(3));
    layers.push(...(random.integer(3) === 0 ? [sequential(...part) as Layer] : part));
  }
  return { layer: sequential(...layers) as Layer, inputs: sizes[0], outputs: sizes.at(-1)! };
}

function drawTensor(random: ReturnType<typeof rng>, rows: number, columns: number, dtype: Dtype): Tensor {
  return cast(
    tensor(
      Float64Array.from({ length: rows * columns }, () => random.normal()),
      [rows, columns],
    ),
    dtype,
  );
}

const bits = (values: Float64Array | Float32Array) => [
  ...new BigUint64Array(Float64Array.from(values).buffer),
];

const optimizers = [
  sgd({ learningRate: 0.1 }),
  sgd({ learningRate: 0.05, momentum: 0.9 }),
  adam({ learningRate: 0.01 }),
];

describe.each(Array.from({ length: 40 }, (_, seed) => seed))("random architecture %i", (seed) => {
  const random = rng(seed);
  const dtype = seed % 2 === 0 ? "float64" : "float32";
  const { layer, inputs, outputs } = drawStack(random);
  const labels = random.integer(2) === 0;
  const reduction = random.integer(4) > 0 ? "mean" : "sum";
  const ofErrors = [meanSquaredError, meanAbsoluteError, huberOf, smoothL1Of];
  const loss: Loss = labels
    ? softmaxCrossEntropy({ reduction })
    : ofErrors[random.integer(ofErrors.length)]({ reduction });
  const optimizer = optimizers[random.integer(optimizers.length)];
  const batches = Array.from({ length: 6 }, () => {
    const n = 1 + random.integer(20);
    const target = labels
      ? cast(tensor(Array.from({ length: n }, () => random.integer(outputs))), dtype)
      : drawTensor(random, n, outputs, dtype);
    return [drawTensor(random, n, inputs, dtype), target] as const;
  });

  test(`${layer} with ${loss}, ${optimizer} in ${dtype} trains to the same bits`, () => {
    const models = [layer, plain(layer)].map((layer) => createModel(layer, { seed, dtype }));
    const [compiled, passes] = models.map((model) => createTrainer(model, { loss, optimizer }));
    expect(compile(models[0], loss)?.(...batches[0])).toBeTypeOf("number");
    expect(compile(models[1], loss)).toBeUndefined();
    for (const [x, y] of batches) {
      expect(bits(Float64Array.of(compiled.step(x, y)))).toEqual(bits(Float64Array.of(passes.step(x, y))));
      expect(bits(models[0].gradient)).toEqual(bits(models[1].gradient));
      expect(bits(models[0].theta)).toEqual(bits(models[1].theta));
    }
  });
});

const mlp = () => sequential(dense(2, 5), tanh(), dense(5, 3));
const x = tensor([
  [1, 2],
  [3, -1],
]);

test("train runs what is compiled, with the bits of the passes", () => {
  const random = rng(3);
  const data = {
    inputs: drawTensor(random, 50, 2, "float64"),
    targets: Array.from({ length: 50 }, () => random.integer(3)),
  };
  const [compiled, passes] = [mlp(), plain(mlp())].map((layer) => {
    const model = createModel(layer, { seed: 1 });
    const options = {
      loss: softmaxCrossEntropy(),
      optimizer: sgd(),
      epochs: 3,
      batchSize: 16,
      validation: 0.2,
    };
    return { history: [...train(model, data, options)], theta: model.theta };
  });
  expect(compiled).toEqual(passes);
});

test("frozen parameters stay, in a tiny net and in a larger one", () => {
  for (const width of [5, 100]) {
    const layer = sequential(dense(2, width), relu(), dense(width, 3));
    const [compiled, passes] = [layer, plain(layer)].map((layer) => {
      const model = createModel(layer, { seed: 1 });
      const trainer = createTrainer(model, {
        loss: softmaxCrossEntropy(),
        optimizer: sgd(),
        freeze: ["0.bias"],
      });
      for (let k = 0; k < 3; k++) trainer.step(x, tensor([0, 2]));
      return model.theta;
    });
    expect(compiled).toEqual(passes);
    expect([...compiled.subarray(2 * width, 3 * width)]).toEqual(Array(width).fill(0));
  }
});

test("targets and inputs of other kinds go the plain way, to its result or its error", () => {
  const run = (layer: Layer, loss: Loss, inputs: Tensor, targets: Tensor) => {
    const model = createModel(layer, { seed: 1 });
    const trainer = createTrainer(model, { loss, optimizer: sgd() });
    try {
      return [trainer.step(inputs, targets), model.theta];
    } catch (error) {
      return String(error);
    }
  };
  const cases = [
    [
      softmaxCrossEntropy(),
      x,
      tensor([
        [0, 1, 0],
        [1, 0, 0],
      ]),
    ],
    [
      softmaxCrossEntropy(),
      x,
      tensor([
        [0, 1, 0],
        [1, 1, 0],
      ]),
    ],
    [softmaxCrossEntropy(), x, tensor([0, 3])],
    [softmaxCrossEntropy(), x, tensor([0.5, 1])],
    [softmaxCrossEntropy(), x, tensor([0, -1])],
    [
      softmaxCrossEntropy(),
      tensor([
        [1, 2, 3],
        [4, 5, 6],
      ]),
      tensor([0, 1]),
    ],
    [softmaxCrossEntropy(), tensor([1, 2]), tensor([0, 1])],
    [meanSquaredError(), x, tensor([0, 1])],
    [
      meanSquaredError(),
      x,
      tensor([
        [0, 1],
        [0, 1],
      ]),
    ],
    [meanSquaredError(), x, tensor([[[0, 1, 0]], [[1, 0, 0]]])],
  ] as const;
  const results = cases.map(([loss, inputs, targets]) => run(mlp() as Layer, loss, inputs, targets));
  expect(results).toEqual(cases.map(([loss, ...batch]) => run(plain(mlp() as Layer), loss, ...batch)));
  expect(results.map((result) => typeof result)).toEqual(["object", ...Array(9).fill("string")]);
});

test("a loss or gradient that is not finite stops the step before anything changes", () => {
  const model = createModel(sequential(dense(2, 3), relu(), dense(3, 1)), { seed: 1 });
  model.theta.fill(1e200);
  const trainer = createTrainer(model, { loss: meanSquaredError(), optimizer: sgd() });
  expect(() => trainer.step([[1, 2]], [[1]])).toThrow(
    /^step: the loss became Infinity; the first non-finite value came from layer 2, dense\(3, 1\);/,
  );
});

test("a gradient that is not finite stops the step before anything changes", () => {
  // The hidden layer gives tanh 0 = 0: the prediction is 0, but its slope is 1e300.
  const model = createModel(sequential(dense(2, 3), tanh(), dense(3, 1)));
  const start = [0, 0, 0, 0, 0, 0, 0, 0, 0, 1e300, 1e300, 1e300, 0];
  model.theta.set(start);
  const trainer = createTrainer(model, { loss: meanSquaredError(), optimizer: sgd() });
  expect(() => trainer.step([[1, 2]], [[1e10]])).toThrow(
    /^step: the gradient of 0\.bias became NaN or infinite, while the loss was 100000000000000000000; the first non-finite gradient came from layer 2, dense\(3, 1\);/,
  );
  expect([...model.theta]).toEqual(start);
});

test("a gradient of finite entries whose sum overflows is finite", () => {
  const model = createModel(dense(1, 2));
  model.theta.fill(0);
  const trainer = createTrainer(model, { loss: meanSquaredError(), optimizer: sgd() });
  expect(trainer.step([[1e155]], [[1e153, 1e153]])).toBe(1e153 ** 2);
  expect(model.theta[0]).toBe(0.01 * 1e155 * 1e153);
});

describe("is not compiled", () => {
  const loss = softmaxCrossEntropy();
  const scale = defineLayer("scale", () => ({
    forward: (x) => [x, undefined],
    backward: (dy) => ({ input: dy }),
  }));

  const tweaked = defineLayer("tweaked", () => ({ ...relu(), backward: () => ({ input: x }) }));
  const tweakedSequence = defineLayer("tweakedSequence", () => ({
    ...mlp(),
    backward: () => ({ input: x }) as never,
  }));

  test.each([
    ["a layer that says nothing", sequential(dense(2, 3), scale())],
    ["a layer with another pass", sequential(dense(2, 3), { ...relu(), backward: () => ({ input: x }) })],
    ["a layer made of one that is, with another pass", sequential(dense(2, 3), tweaked())],
    ["a layer made of a sequence, with another pass", tweakedSequence()],
    ["a sequence with another pass", { ...mlp(), backward: () => ({ input: x }) }],
    ["a net without parameters", sequential(relu(), tanh())],
    ["a net whose sizes do not fit", sequential(dense(2, 3), dense(4, 3))],
  ])("%s", (_, layer) => {
    expect(compile(createModel(layer as Layer), loss)).toBeUndefined();
  });

  test("a loss with another pass", () => {
    const model = createModel(mlp());
    expect(compile(model, loss)).toBeTypeOf("function");
    expect(compile(model, { ...loss, backward: loss.backward })).toBeUndefined();
    const tweaked = defineLoss("tweaked", () => ({ ...loss, backward: () => x }));
    expect(compile(model, tweaked())).toBeUndefined();
  });
});

test("where frozen gradients are not finite, they are those of the passes", () => {
  // dy Wᵀ overflows, but relu is off: the passes make that 0, and the kernel 0 · ∞.
  const layer = sequential(dense(1, 1), relu(), dense(1, 1));
  const [compiled, passes] = [layer, plain(layer)].map((layer) => {
    const model = createModel(layer);
    model.theta.set([-1, 0, 1e300, 0]);
    const options = { loss: meanSquaredError(), optimizer: sgd(), freeze: ["0"] };
    createTrainer(model, options).step([[1]], [[-1e20]]);
    return [...model.gradient];
  });
  expect(compiled).toEqual(passes);
  expect(compiled.slice(0, 2)).toEqual([0, 0]);
});

test("a function that throws is blamed on its layer", () => {
  const positive = (x: number) => {
    if (x > 0) return x;
    throw new Error(`expected positive numbers, got ${x}`);
  };
  const strict = defineLayer("strict", () => ({
    forward: (x) => [map(x, positive), undefined],
    backward: (dy) => ({ input: dy }),
    kernel: { kind: "elementwise", keeps: "input", forward: positive, backward: (dy) => dy },
  }));
  const model = createModel(sequential(dense(1, 1), strict()));
  model.theta.set([-2, 0]);
  const trainer = createTrainer(model, { loss: meanSquaredError(), optimizer: sgd() });
  expect(() => trainer.step([[1]], [[1]])).toThrow(new Error("strict(): expected positive numbers, got -2"));
});

test.each([
  [{ weight: "w", bias: undefined }, "a parameter w [in, out], there is none"],
  [{ weight: "bias", bias: undefined }, "a parameter bias [in, out], got [3]"],
  [{ weight: "weight", bias: "weight" }, "a parameter weight [3], got [2, 3]"],
])("a kernel of parameters that are not there is refused: %j", (names, rule) => {
  const affine = defineLayer("affine", () => ({
    ...dense(2, 3),
    kernel: { kind: "affine", ...names } as const,
  }));
  const options = { loss: meanSquaredError(), optimizer: sgd() };
  const make = () => createTrainer(createModel(sequential(affine())), options);
  expect(make).toThrow(new Error(`affine(): its kernel expects ${rule}`));
});

test.each(["float64", "float32"] as const)(
  "plain descent written out moves as the loop does, in %s",
  (dtype) => {
    const optimizer = sgd({ learningRate: 0.3, weightDecay: 0.01 });
    expect(kernelOf(optimizer)).toEqual({ kind: "descent", weightDecay: 0.01 });
    expect(kernelOf(sgd({ momentum: 0.9 }))).toBeUndefined();
    const thetas = [optimizer, { ...optimizer, toString: optimizer.toString }].map((optimizer) => {
      const model = createModel(mlp(), { seed: 4, dtype });
      const trainer = createTrainer(model, { loss: softmaxCrossEntropy(), optimizer });
      for (let k = 0; k < 20; k++) trainer.step(x, [k % 3, 1]);
      return bits(model.theta);
    });
    expect(thetas[0]).toEqual(thetas[1]);
  },
);

test("an optimizer with a step of its own is the one that steps", () => {
  const optimizer: Optimizer = { ...sgd(), step: (theta) => theta.fill(7) };
  const model = createModel(mlp());
  createTrainer(model, { loss: softmaxCrossEntropy(), optimizer }).step(x, tensor([0, 1]));
  expect(new Set(model.theta)).toEqual(new Set([7]));
});
