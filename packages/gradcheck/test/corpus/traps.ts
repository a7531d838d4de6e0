// Correct cases that are hard to judge: near a kink, saturated, tiny, huge, at an optimum, rounded.
import { add, cast, divide, matmul, multiply, subtract, type Tensor, tensor, zeros } from "@nudge/core";
import { columnMean, each, fill, put } from "./algebra.ts";
import { linear, mse, scale } from "./bases/linear.ts";
import { bceLogits, hinge, huber } from "./bases/losses.ts";
import { mlpCe, mlpCrossEntropy, neuron, reluMlp } from "./bases/networks.ts";
import {
  absolute,
  clip,
  cube,
  hyperbolicTangent,
  logarithm,
  logistic,
  relu,
  sine,
  sinw,
  squareRoot,
} from "./bases/pointwise.ts";
import { batchNorm, normalisation, rowMax } from "./bases/rows.ts";
import { type Passes, type Tensors, trap } from "./definition.ts";

/** Multiplies X. */
const timesX =
  (factor: number) =>
  ({ X }: Tensors) => ({ X: multiply(X, factor) });

const toFloat32 = (x: Tensor) => cast(x, "float32");
const roundToFloat32 = (x: Tensor) => cast(toFloat32(x), "float64");

// Kinks

export const reluNear0 = trap("relu.near0", relu, "all inputs within 5e-7 of the kink", {
  change: timesX(5e-7),
});

export const reluMlpKink = trap(
  "relu_mlp.kink",
  reluMlp,
  "one hidden pre-activation at +1e-8 and one at −3e-8",
  {
    change: ({ X, W1, b1 }) => {
      const Z = add(matmul(X, W1), b1);
      const first = put(b1, [0], b1.get(0) - (Z.get(0, 0) - 1e-8));
      return { b1: put(first, [3], b1.get(3) - (Z.get(2, 3) + 3e-8)) };
    },
  },
);

export const reluMlpPlain = { ...trap("relu_mlp.plain", reluMlp, "", {}), group: "plain" as const };

export const reluMlpDead = trap("relu_mlp.dead", reluMlp, "all units dead: dW1 = db1 = dW2 = 0 exactly", {
  change: ({ b1 }) => ({ b1: subtract(b1, 10) }),
});

export const rowMaxNearTie = trap("rowmax.neartie", rowMax, "row entries differ by < 1e-8", {
  change: ({ X }) => ({ X: add(1, multiply(X, 1e-8)) }),
});

export const absNear0 = trap("abs.near0", absolute, "|X| ≤ 1e-7", { change: timesX(1e-7) });

export const absExact0 = trap("abs.exact0", absolute, "X[0] = X[5] = 0", {
  change: ({ X }) => ({ X: put(put(X, [0], 0), [5], 0) }),
});

export const hingeKink = trap("hinge.kink", hinge, "two margins within 2e-8 of 0", {
  change: ({ S_ }) => {
    const first = put(S_, [0, 1], S_.get(0, 0) - 1 + 2e-8);
    return { S_: put(first, [2, 3], S_.get(2, 1) - 1 - 1e-9) };
  },
});

export const clipKink = trap("clip.kink", clip, "four entries within 5e-7 of a bound", {
  change: ({ X }) => {
    const diagonal = [1 - 1e-8, 1 + 1e-8, -1 + 5e-7, -1 - 5e-7];
    return { X: fill(X.shape, (i, j) => (i === j ? diagonal[i] : X.get(i, j))) };
  },
});

export const huberKnee = trap("huber.knee", huber, "entries at ±0.5, where the second derivative jumps", {
  change: () => ({ E: tensor([0.5, -0.5, 0.5 + 1e-9, -0.5 - 1e-9, 0.2, 0, 1, -1]) }),
});

// Scales

export const neuronTinyWeights = trap("neuron.w1e-8", neuron, "weights 1e-8, inputs 1e8", {
  change: ({ w, x }) => ({ w: multiply(w, 1e-8), x: multiply(x, 1e8) }),
});

export const neuronMixed = trap(
  "neuron.mixed",
  neuron,
  "weights 1e-8, 1e-4, 1, 1e2, 1e4, 1e8, inputs the reciprocals",
  {
    change: ({ w, x }) => {
      const s = tensor([1e-8, 1e-4, 1, 1e2, 1e4, 1e8]);
      return { w: multiply(w, s), x: divide(x, s) };
    },
  },
);

export const linearBigInputs = trap("linear.x1e8", linear, "inputs 1e8", { change: timesX(1e8) });

export const linearHugeBias = trap("linear.hugebias", linear, "b ~ 1e8 beside W ~ 1: outputs 1e8", {
  change: ({ b }) => ({ b: multiply(b, 1e8) }),
});

export const scaleZero = trap("scale.zero", scale, "scalar s = 0", { change: () => ({ s: zeros([]) }) });

export const cubeLarge = trap("cube.large", cube, "X ~ 1e4", { change: timesX(1e4) });

const scaled =
  <C>(factor: number) =>
  (right: Passes<C>): Passes<C> => ({
    forward: (tensors) => {
      const [L, cache] = right.forward(tensors);
      return [multiply(L, factor), cache];
    },
    backward: (...given) => each(right.backward(...given), (gradient) => multiply(gradient, factor)),
  });

export const mlpTinyLoss = trap("mlp_ce.loss1e-8", mlpCe, "loss multiplied by 1e-8", {
  passes: scaled(1e-8),
});

export const mlpTiniestLoss = trap("mlp_ce.loss1e-12", mlpCe, "loss multiplied by 1e-12", {
  passes: scaled(1e-12),
});

export const mlpOffset = trap("mlp_ce.off1e6", mlpCe, "loss = 1e6 + ordinary loss", {
  passes: (right) => ({
    forward: (tensors) => {
      const [L, cache] = right.forward(tensors);
      return [add(L, 1e6), cache];
    },
  }),
});

// Saturation, poles, curvature

export const sigmoidSaturated = trap("sigmoid.sat", logistic, "|X| up to 45", { change: timesX(15) });

export const tanhSaturated = trap("tanh.sat", hyperbolicTangent, "|X| up to 60", { change: timesX(20) });

export const bceSaturated = trap("bce_logits.sat", bceLogits, "logits ±1000", {
  change: () => ({ Z: tensor([1000, -1000, -1000, 1000, 30, -30, -40, 40]) }),
});

export const mlpConfident = trap(
  "mlp_ce.confident",
  mlpCe,
  "every sample right with probability 1 − 1e-26: all gradients ~1e-26",
  {
    change: ({ W2 }) => ({ W2: zeros(W2.shape), b2: tensor([60, 0, 0]) }),
    passes: () => mlpCrossEntropy([0, 0, 0, 0, 0, 0, 0, 0]),
  },
);

export const logNear0 = trap("log.near0", logarithm, "X = 1e-7 ... 1e-4", {
  change: () => ({ X: tensor([1e-7, 3e-7, 1e-6, 1e-5, 1e-4, 2e-6]) }),
});

export const sqrtNear0 = trap("sqrt.near0", squareRoot, "X = 1e-10 ... 1e-4", {
  change: () => ({ X: tensor([1e-10, 1e-8, 1e-7, 1e-6, 1e-5, 1e-4]) }),
});

export const batchNormTinyVariance = trap(
  "batchnorm.tinyvar",
  batchNorm,
  "column variance ~1e-12, ε = 1e-12",
  {
    change: ({ X }) => ({ X: add(1, multiply(X, 1e-6)) }),
    passes: () => normalisation(columnMean, 1e-12),
  },
);

export const sin1e5 = trap("sin1e5", sinw, "sin(1e5·x)", { passes: () => sine(1e5) });

export const neuronSteep = trap("sigmoid.steep", neuron, "tanh(1e5·w), w ~ 1e-5: steep but smooth", {
  change: ({ w, x }) => ({ w: multiply(w, 1e-5), x: fill(x.shape, () => 1e5) }),
});

// Optima

export const mseOptimum = trap("mse.optimum", mse, "perfect fit: true gradient 0", {
  change: ({ W, b, X }) => ({ T: add(matmul(X, W), b) }),
});

export const mseNearOptimum = trap("mse.nearopt", mse, "almost perfect fit: gradient ~1e-10", {
  change: ({ W, b, X, T }) => ({ T: add(add(matmul(X, W), b), multiply(T, 1e-9)) }),
});

// Rounding, state

export const mlpFloat32 = trap("mlp_ce.f32fwd", mlpCe, "forward value float32, backward float64", {
  passes: (right) => ({
    forward: (tensors) => {
      const [L] = right.forward(each(tensors, toFloat32));
      return [roundToFloat32(L), right.forward(tensors)[1]];
    },
  }),
});

export const linearFloat32 = trap(
  "linear.f32grad",
  linear,
  "gradients rounded to float32 (relative error 6e-8)",
  {
    passes: (right) => ({ backward: (...given) => each(right.backward(...given), roundToFloat32) }),
  },
);

export const mseCounter = trap("mse.counter", mse, "forward increments a call counter (harmless state)", {
  passes: (right) => {
    const counter = { calls: 0 };
    return {
      forward: (tensors) => {
        counter.calls += 1;
        return right.forward(tensors);
      },
    };
  },
});
