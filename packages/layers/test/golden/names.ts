// The golden names and ours: for each layer and loss how its configuration is said, and what its tensors are called.
import { adam, createModel, type Loss, sgd } from "@nudge/core";
import * as nudge from "../../src/index.ts";
import type { TensorLayer } from "../table.ts";
import type { GoldenLayer, GoldenLoss, GoldenTraining } from "./read.ts";

/** Our name of a tensor, and the golden ones: what ours stands for is the sum of them. */
export type Names = Readonly<Record<string, string | readonly string[]>>;

interface Entry {
  make(golden: GoldenLayer): TensorLayer;
  /** What is called differently; the names of all other tensors are the same. */
  parameters?: Names | ((golden: GoldenLayer) => Names);
  buffers?: Names;
}

const affine: Names = { gamma: "weight", beta: "bias" };
const recurrent: Names = { inputWeight: "weight_input", hiddenWeight: "weight_hidden" };
const oneBias: Names = { ...recurrent, bias: ["bias_input", "bias_hidden"] };
const activation = (make: (config: GoldenLayer["config"]) => TensorLayer): Entry => ({
  make: ({ config }) => make(config),
});

const pool = ({ kernel, stride, padding }: GoldenLayer["config"]) => [kernel, { stride, padding }] as const;
const averagePool = (config: GoldenLayer["config"]) => {
  const [kernel, options] = pool(config);
  return [kernel, { ...options, countPadding: config.count_include_padding }] as const;
};
const convolution = ({ inputs, outputs, kernel, ...options }: GoldenLayer["config"]) =>
  [inputs, outputs, kernel, options] as const;
const steps = ({ config, inputs }: GoldenLayer) =>
  [
    config.inputs,
    config.hidden,
    { bias: config.bias, states: "all", initialState: inputs !== undefined },
  ] as const;

/** The layers inside a golden residual, in order, and how it counts the weights of the linear ones. */
function insideResidual({ config, parameters }: GoldenLayer) {
  const inner: readonly string[] = config.inner;
  const single = inner.filter((name) => name === "linear").length === 1;
  const names: Record<string, string> = {};
  let count = 0;
  const layers = inner.map((name, k) => {
    if (name !== "linear") return { relu: nudge.relu, tanh: nudge.tanh }[name as "relu" | "tanh"]();
    const suffix = single ? "" : `${++count}`;
    names[`0.${k}.weight`] = `weight${suffix}`;
    names[`0.${k}.bias`] = `bias${suffix}`;
    const [inputs, outputs] = parameters[`weight${suffix}`].shape;
    return nudge.dense(inputs, outputs);
  });
  return { layer: nudge.residual(nudge.sequential(...layers)), names };
}

export const layers: Readonly<Record<string, Entry>> = {
  linear: activation(({ inputs, outputs, bias }) => nudge.dense(inputs, outputs, { bias })),
  relu: activation(() => nudge.relu()),
  leaky_relu: activation(({ slope }) => nudge.leakyRelu(slope)),
  prelu: activation(({ slopes }) => nudge.prelu(slopes)),
  elu: activation(({ alpha }) => nudge.elu(alpha)),
  selu: activation(() => nudge.selu()),
  gelu: activation(({ approximate }) => nudge.gelu({ approximate })),
  silu: activation(() => nudge.silu()),
  mish: activation(() => nudge.mish()),
  sigmoid: activation(() => nudge.sigmoid()),
  tanh: activation(() => nudge.tanh()),
  softplus: activation(({ beta }) => nudge.softplus(beta)),
  softsign: activation(() => nudge.softsign()),
  hardtanh: activation(({ minimum, maximum }) => nudge.hardTanh(minimum, maximum)),
  clip: activation(({ minimum, maximum }) => nudge.clip(minimum, maximum)),
  softmax: activation(({ axis }) => nudge.softmax({ axis })),
  log_softmax: activation(({ axis }) => nudge.logSoftmax({ axis })),
  maxout: activation(({ inputs, outputs, pieces }) => nudge.maxout(inputs, outputs, pieces)),
  batch_norm1d: {
    make: ({ config: { features, epsilon, momentum, affine } }) =>
      nudge.batchNorm(features, { epsilon, momentum, affine }),
    parameters: affine,
    buffers: { runningMean: "running_mean", runningVariance: "running_var" },
  },
  layer_norm: {
    make: ({ config: { normalized_shape, epsilon, affine } }) =>
      nudge.layerNorm(normalized_shape, { epsilon, affine }),
    parameters: affine,
  },
  rms_norm: {
    make: ({ config: { normalized_shape, epsilon, affine } }) =>
      nudge.rmsNorm(normalized_shape, { epsilon, affine }),
    parameters: affine,
  },
  dropout: activation(({ rate }) => nudge.dropout(rate)),
  embedding: activation(({ count, size, padding_index }) =>
    nudge.embedding(count, size, { paddingIndex: padding_index ?? undefined }),
  ),
  flatten: activation(({ start_axis }) => nudge.flatten(start_axis)),
  residual: {
    make: (golden) => insideResidual(golden).layer,
    parameters: (golden) => insideResidual(golden).names,
  },
  conv1d: activation((config) => {
    const [inputs, outputs, [kernel], options] = convolution(config);
    return nudge.conv1d(inputs, outputs, kernel, options);
  }),
  conv2d: activation((config) => nudge.conv2d(...convolution(config))),
  max_pool1d: activation((config) => {
    const [[kernel], options] = pool(config);
    return nudge.maxPool1d(kernel, options);
  }),
  max_pool2d: activation((config) => nudge.maxPool2d(...pool(config))),
  avg_pool1d: activation((config) => {
    const [[kernel], options] = averagePool(config);
    return nudge.averagePool1d(kernel, options);
  }),
  avg_pool2d: activation((config) => nudge.averagePool2d(...averagePool(config))),
  global_average_pool: activation(() => nudge.globalAveragePool()),
  rnn: { make: (golden) => nudge.simpleRnn(...steps(golden)), parameters: oneBias },
  lstm: { make: (golden) => nudge.lstm(...steps(golden)), parameters: oneBias },
  gru: {
    make: (golden) => nudge.gru(...steps(golden)),
    parameters: { ...recurrent, inputBias: "bias_input", hiddenBias: "bias_hidden" },
  },
  attention: activation(({ causal }) => nudge.attention({ causal })),
  multi_head_attention: {
    make: ({ config: { size, heads, causal, bias } }) =>
      nudge.multiHeadSelfAttention(size, heads, { causal, bias }),
    parameters: Object.fromEntries(
      ["query", "key", "value", "output"].flatMap((part) => [
        [`${part}.weight`, `weight_${part}`],
        [`${part}.bias`, `bias_${part}`],
      ]),
    ),
  },
};

const numbers = (tensor: { data: readonly number[] } | null) => tensor?.data ?? undefined;

export const losses: Readonly<Record<string, (config: GoldenLoss["config"]) => Loss>> = {
  mse: ({ reduction }) => nudge.meanSquaredError({ reduction }),
  l1: ({ reduction }) => nudge.meanAbsoluteError({ reduction }),
  huber: ({ delta, reduction }) => nudge.huber(delta, { reduction }),
  smooth_l1: ({ beta, reduction }) => nudge.smoothL1(beta, { reduction }),
  cross_entropy: ({ reduction, label_smoothing, class_weights }) =>
    nudge.softmaxCrossEntropy({
      reduction,
      labelSmoothing: label_smoothing,
      classWeights: numbers(class_weights),
    }),
  nll: ({ reduction, class_weights }) =>
    nudge.negativeLogLikelihood({ reduction, classWeights: numbers(class_weights) }),
  binary_cross_entropy: ({ reduction, pos_weight }) =>
    nudge.sigmoidCrossEntropy({ reduction, positiveWeight: numbers(pos_weight) }),
  multi_class_hinge: ({ reduction, margin, power }) => nudge.hinge({ reduction, margin, power }),
  kl_div: ({ reduction, log_target }) =>
    nudge.klDivergence({
      reduction: reduction === "batchmean" ? "batchMean" : reduction,
      logTarget: log_target,
    }),
};

/** What has no counterpart: a second output. */
export const leftOut = ["lstm.final_state"];

/** A golden training run: the network with its activation after every layer but the last, its loss and its optimizer. */
export function trainings({ sizes, activation, loss, optimizer, config }: GoldenTraining) {
  const { learning_rate: learningRate, weight_decay: weightDecay, ...rest } = config;
  const network = sizes.slice(1).flatMap((outputs, k) => {
    const linear = nudge.dense(sizes[k], outputs);
    return k === sizes.length - 2
      ? [linear]
      : [linear, { relu: nudge.relu, sigmoid: nudge.sigmoid, tanh: nudge.tanh }[activation]()];
  });
  return {
    model: createModel(nudge.sequential(...network)),
    loss: { cross_entropy: nudge.softmaxCrossEntropy, mse: nudge.meanSquaredError }[loss](),
    optimizer: { sgd, adam }[optimizer]({ learningRate, weightDecay, ...rest }),
  };
}
