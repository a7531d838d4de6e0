// What the compiler must accept and refuse. `tsc` runs over this file; it is never executed.
import {
  accuracy,
  add,
  confusion,
  createModel,
  createTrainer,
  type Data,
  defineLayer,
  defineLoss,
  evaluate,
  f1,
  fit,
  type InitialTree,
  type Layer,
  type Loss,
  type Model,
  matmul,
  multiply,
  type Optimizer,
  type Output,
  ones,
  precision,
  sgd,
  subtract,
  sum,
  type Tensor,
  topK,
  train,
  transpose,
  zeros,
} from "../src/index.ts";

// What must compile.

const dense = defineLayer("dense", (inputs: number, outputs: number) => ({
  parameters: { weight: ones([inputs, outputs]), bias: zeros([outputs]) },
  forward: (x, { weight, bias }) => [add(matmul(x, weight), bias), x],
  backward: (dy, x, { weight }) => ({
    input: matmul(dy, transpose(weight)),
    weight: matmul(transpose(x), dy),
    bias: sum(dy, 0),
  }),
}));

// An option with a default, and a parameter that may be left out.
const scale = defineLayer("scale", (size: number, { bias: biased = true }: { bias?: boolean } = {}) => ({
  parameters: { gain: ones([size]), bias: biased ? zeros([size]) : undefined },
  forward: (x, { gain, bias }) => [bias ? add(multiply(x, gain), bias) : multiply(x, gain), { x, size }],
  backward: (dy, { x, size: _ }, { gain, bias }) => ({
    input: multiply(dy, gain),
    gain: sum(multiply(dy, x), 0),
    bias: bias && sum(dy, 0),
  }),
}));

// Several inputs.
const product = defineLayer("product", () => ({
  forward: ({ left, right }: { left: Tensor; right: Tensor }) => [multiply(left, right), { left, right }],
  backward: (dy, { left, right }) => ({ input: { left: multiply(dy, right), right: multiply(dy, left) } }),
}));

// Buffers.
const shift = defineLayer("shift", (size: number) => ({
  parameters: { gain: ones([size]) },
  buffers: { mean: zeros([size]) },
  forward: (x, { gain }, { training }, { mean }) => [
    multiply(subtract(x, mean), gain),
    { centred: subtract(x, mean) },
    training ? { mean: add(mean, 1) } : undefined,
  ],
  backward: (dy, { centred }, { gain }) => ({
    input: multiply(dy, gain),
    gain: sum(multiply(dy, centred), 0),
  }),
}));

// A layer inside a layer.
const gated = defineLayer("gated", (size: number) => {
  const inner = dense(size, size);
  return {
    parameters: { inner: inner.parameters, gain: ones([size]) },
    children: [inner],
    forward: (x, p, pass, _buffers) => {
      const [y, cache] = inner.forward(x, p.inner, pass, {});
      return [multiply(y, p.gain), { y, cache }];
    },
    backward: (dy, { y, cache }, p) => {
      const { input, ...own } = inner.backward(multiply(dy, p.gain), cache, p.inner);
      return { input, inner: own, gain: sum(multiply(dy, y), 0) };
    },
  };
});

// Whole numbers as input, which have no gradient.
const lookup = defineLayer("lookup", (count: number, size: number) => ({
  parameters: { weight: ones([count, size]) },
  forward: (_indices, { weight }) => [weight, undefined],
  backward: (dy) => ({ input: null, weight: dy }),
}));

// Several outputs.
const split = defineLayer("split", (factor: number) => ({
  parameters: { gain: ones([1]) },
  forward: (x, { gain }) => [{ hidden: multiply(x, gain), cell: multiply(x, factor) }, x],
  backward: ({ hidden, cell }, x, { gain }) => ({
    input: add(multiply(hidden, gain), multiply(cell, factor)),
    gain: sum(multiply(hidden, x)) > 0 ? ones([1]) : zeros([1]),
  }),
}));

// Several inputs and outputs: each by its name.
const exchange = defineLayer("exchange", () => ({
  forward: ({ hidden, cell }: { hidden: Tensor; cell: Tensor }) => [{ hidden: cell, cell: hidden }, null],
  backward: ({ hidden, cell }) => ({ input: { hidden: cell, cell: hidden } }),
}));

// Several predictions.
const gaussian = defineLoss("gaussian", () => ({
  forward: ({ mean, logVariance }: { mean: Tensor; logVariance: Tensor }, target) => {
    const error = subtract(mean, target);
    return [sum(multiply(error, logVariance)), { error, logVariance }];
  },
  backward: ({ error, logVariance }) => ({ mean: logVariance, logVariance: error }),
}));

const squared = defineLoss("squared", () => ({
  forward: (prediction, target) => {
    const error = subtract(prediction, target);
    return [sum(multiply(error, error)), error];
  },
  backward: (error) => multiply(2, error),
}));

const layers: readonly Layer[] = [
  dense(1, 2),
  scale(2),
  scale(2, { bias: false }),
  product(),
  shift(2),
  gated(2),
  lookup(3, 2),
  split(2),
  exchange(),
];
const models: readonly Model[] = [createModel(dense(1, 2)), createModel(gated(2)), createModel(layers[0])];
const weight: Tensor = createModel(dense(1, 2)).parameters.weight;
const innerBias: Tensor = createModel(gated(2)).parameters.inner.bias;
const maybe: Tensor | undefined = createModel(scale(2)).parameters.bias;
const hidden: Tensor = createModel(split(2)).predict([[1]]).hidden;
const one: Tensor = createModel(dense(1, 2)).predict([[1]]);
const losses: readonly Loss<unknown, Output>[] = [squared(), gaussian()];
const anyModels: readonly Model<InitialTree, Output>[] = [...models, createModel(split(2))];
export const compiled = [models, weight, innerBias, maybe, hidden, one, losses, anyModels];

const model = createModel(dense(1, 2));
const data: Data = { inputs: [[1], [2]], targets: [Float64Array.of(1, 2), [1, 2]] };
const optimizer: Optimizer = sgd({ learningRate: 0.1, momentum: 0.9 });
const options = { loss: squared(), optimizer, epochs: 1 };

// What must not.

// @ts-expect-error the gradient of bias is missing
export const forgotten = defineLayer("forgotten", (size: number) => ({
  parameters: { gain: ones([size]), bias: zeros([size]) },
  forward: (x, { gain, bias }) => [add(multiply(x, gain), bias), x],
  backward: (dy, x, { gain }) => ({ input: multiply(dy, gain), gain: sum(multiply(dy, x), 0) }),
}));

// @ts-expect-error gian is not gain
export const misspelt = defineLayer("misspelt", (size: number) => ({
  parameters: { gain: ones([size]) },
  forward: (x, { gain }) => [multiply(x, gain), x],
  backward: (dy, x, { gain }) => ({ input: multiply(dy, gain), gian: sum(multiply(dy, x), 0) }),
}));

export const oneSided = defineLayer("oneSided", () => ({
  forward: ({ left, right }: { left: Tensor; right: Tensor }) => [multiply(left, right), right],
  // @ts-expect-error the gradient of the input "right" is missing
  backward: (dy, right) => ({ input: { left: multiply(dy, right) } }),
}));

export const inputless = defineLayer("inputless", () => ({
  forward: (x) => [x, undefined],
  // @ts-expect-error the gradient of the input is missing
  backward: () => ({}),
}));

export const cached = defineLayer("cached", () => ({
  forward: (x) => [x, { scale: 2 }],
  // @ts-expect-error the cache has no member "factor"
  backward: (dy, { factor }) => ({ input: multiply(dy, factor) }),
}));

export const unknownParameter = defineLayer("unknownParameter", (size: number) => ({
  parameters: { gain: ones([size]) },
  // @ts-expect-error there is no parameter "bias"
  forward: (x, { bias }) => [add(x, bias), x],
  backward: (dy, x) => ({ input: dy, gain: sum(multiply(dy, x), 0) }),
}));

// @ts-expect-error a parameter may not be called "input"
export const reserved = defineLayer("reserved", (size: number) => ({
  parameters: { input: ones([size]) },
  forward: (x) => [x, undefined],
  backward: (dy) => ({ input: dy }),
}));

export const unknownOutput = defineLayer("unknownOutput", () => ({
  forward: (x) => [{ hidden: x, cell: x }, null],
  // @ts-expect-error there is no output "memory"
  backward: ({ hidden, memory }) => ({ input: add(hidden, memory) }),
}));

export const severalForOne = defineLayer("severalForOne", () => ({
  forward: (x) => [{ hidden: x, cell: x }, null],
  // @ts-expect-error there is one gradient for each of the outputs
  backward: (dy) => ({ input: multiply(dy, 2) }),
}));

export const outputOfNumbers = defineLayer("outputOfNumbers", () => ({
  // @ts-expect-error an output is a tensor
  forward: (x) => [{ hidden: x, count: x.size }, null],
  backward: () => ({ input: null }),
}));

export const halfLoss = defineLoss("halfLoss", () => ({
  forward: ({ mean, logVariance }: { mean: Tensor; logVariance: Tensor }) => [sum(mean), logVariance],
  // @ts-expect-error the gradient of logVariance is missing
  backward: (logVariance) => ({ mean: logVariance }),
}));

// @ts-expect-error there is no output "memory"
createModel(split(2)).predict([[1]]).memory;
// @ts-expect-error a prediction is several tensors by name
createModel(split(2)).predict([[1]]).shape;

// @ts-expect-error sizes are numbers
dense("4", 2);
// @ts-expect-error two sizes are needed
dense(4);
// @ts-expect-error no such option
scale(2, { biased: true });

export const wrongLossCache = defineLoss("wrongLossCache", () => ({
  forward: (prediction) => [sum(prediction), { size: prediction.size }],
  // @ts-expect-error the cache has no member "shape"
  backward: ({ shape }) => ones(shape),
}));

// @ts-expect-error the parameters are weight and bias
model.parameters.wieght;
// @ts-expect-error θ is written to, never replaced
model.theta = new Float64Array(4);
// @ts-expect-error no such precision
createModel(dense(1, 2), { dtype: "float16" });

// Predicted classes are names where there are names; a flat array is a single row.
const named = createModel(dense(1, 2), { classes: ["no", "yes"] });
named.predictClasses([[1]], squared()).map((name) => name.toUpperCase());
named.predictClasses([1], squared()).toUpperCase();
model.predictClasses([[1]], squared())[0].toFixed();
// @ts-expect-error a tensor may be a single row
named.predictClasses(weight, squared()).map;
// @ts-expect-error there is no class "maybe"
named.predictClasses([1], squared()) === "maybe";
train(named, { inputs: [[1], [2]], targets: ["no", "yes"] }, options);
const anyOfThem: readonly Model[] = [model, named];
anyOfThem[0].predictClasses([1], squared()).toString();

for (const { epoch, step, loss } of train(model, data, options)) epoch + step + loss;
train(createModel(split(2)), data, { ...options, loss: gaussian() });
for (const { validation } of train(model, data, { ...options, validation: 0.2 })) {
  validation.loss.toFixed();
  // @ts-expect-error accuracy was not asked for
  validation.accuracy;
}
for (const { validation } of train(model, data, { ...options, validation: data, metrics: [accuracy()] })) {
  validation.accuracy.toFixed();
}
const watched = [precision({ average: "none" }), f1({ average: "macro" }), topK(3), confusion()] as const;
for (const { validation } of train(model, data, { ...options, validation: 0.2, metrics: watched })) {
  const each: readonly number[] = validation.precision;
  const number: number = validation.f1 + validation.top3 + each[0];
  validation.confusion.counts[0][0] + number;
  // @ts-expect-error top3 is its name
  validation.topK;
}
train(model, data, {
  ...options,
  validation: 0.5,
  metrics: [accuracy()],
  earlyStopping: { patience: 3, monitor: "accuracy" },
});
for (const { training } of train(model, data, { ...options, trainingScores: true, metrics: [accuracy()] }))
  training.accuracy.toFixed();
// @ts-expect-error there are no scores of the training without the option
fit(model, data, { ...options, validation: 0.5, progress: false })[0].training;
// @ts-expect-error no such score
train(model, data, { ...options, validation: 0.5, earlyStopping: { patience: 3, monitor: "accuracy" } });
// @ts-expect-error there is no validation without the option
for (const { validation } of train(model, data, options)) validation.loss;
// @ts-expect-error there is no validation without the option
fit(model, data, options)[0].validation;
fit(model, data, { ...options, validation: 0.5 })[0].validation.loss.toFixed();

// @ts-expect-error no such option
train(model, data, { loss: squared(), optimizer, epochs: 1, batchsize: 4 });
// @ts-expect-error the loss is missing
createTrainer(model, { optimizer });

evaluate(model, data, { loss: squared(), metrics: [accuracy()] }).accuracy.toFixed();
// @ts-expect-error accuracy was not asked for
evaluate(model, data, { loss: squared() }).accuracy;
