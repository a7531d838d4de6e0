import type { Finding } from "../trial.ts";

/** An activation, its derivative, and where these are tried. */
interface Activation {
  readonly f: (z: number) => number;
  readonly derivative: (z: number) => number;
  readonly input: number;
  readonly parameter?: number;
}

const logistic = (z: number) => 1 / (1 + Math.exp(-z));

const activations: Readonly<Record<string, Activation>> = {
  logistic: { f: logistic, derivative: (z) => logistic(z) * (1 - logistic(z)), input: 2 },
  arctan: { f: Math.atan, derivative: (z) => 1 / (1 + z * z), input: 2 },
  softsign: { f: (z) => z / (1 + Math.abs(z)), derivative: (z) => 1 / (1 + Math.abs(z)) ** 2, input: 2 },
  relu: { f: (z) => Math.max(0, z), derivative: (z) => (z > 0 ? 1 : 0), input: -2 },
  softplus: { f: (z) => Math.log1p(Math.exp(z)), derivative: logistic, input: 2 },
  bent: {
    f: (z) => (Math.sqrt(z * z + 1) - 1) / 2 + z,
    derivative: (z) => z / (2 * Math.sqrt(z * z + 1)) + 1,
    input: 2,
  },
  sinusoid: { f: Math.sin, derivative: Math.cos, input: 2 },
  sinc: { f: (z) => Math.sin(z) / z, derivative: (z) => Math.cos(z) / z - Math.sin(z) / z ** 2, input: 2 },
  gaussian: { f: (z) => Math.exp(-z * z), derivative: (z) => -2 * z * Math.exp(-z * z), input: 2 },
  "exponential-elu": {
    f: (z) => 0.7 * Math.expm1(z),
    derivative: (z) => 0.7 * Math.exp(z),
    input: -2,
    parameter: 0.7,
  },
  "soft-exponential": {
    f: (z) => Math.expm1(z / 2) / 0.5 + 0.5,
    derivative: (z) => Math.exp(z / 2),
    input: 2,
    parameter: 0.5,
  },
};

/**
 * One hidden unit h = f(w x) at w = 1/2, and the softmax of h and -h, of which the first is right. With the probability
 * p = 1 / (1 + exp(2 h)) of the second the loss -log(1 - p) has the slope -2 p f'(w x) x.
 */
function slope({ f, derivative, input }: Activation): number {
  const z = input / 2;
  return (-2 / (1 + Math.exp(2 * f(z)))) * derivative(z) * input;
}

const finding = ([op, activation]: [string, Activation]): Finding => ({
  op,
  kind: "bug",
  cause: `Backward multiplies by the derivative at the output of the activation, where that of ${op} takes its input: ${
    op === "relu"
      ? "a unit that is off has an output of 0, where the derivative is 1, and gets the whole gradient"
      : "right for tanh alone, whose derivative is written in terms of the output"
  }.`,
  source: "FeedForwardNeuralNetwork.js:163 (src/Layer.js, backpropagation)",
  reproduction: `import Net from "ml-fnn";
const layer = (W) => ({
  model: "Layer", inputSize: W.length, outputSize: W[0].length, W, b: [W[0].map(() => 0)],
  regularization: 0, epsilon: 1, activation: "${op}", activationParam: ${activation.parameter},
});
const net = Net.load({ model: "FNN", iterations: 1, layers: [layer([[0.5]]), layer([[1, -1]])] });
net.train([[${activation.input}]], [0]);
console.log((0.5 - net.model[0].W.get(0, 0)).toFixed(4));`,
  expected: slope(activation).toFixed(4),
});

export const mlFnn: readonly Finding[] = Object.entries(activations).map(finding);
