// The nets that are timed, one of them drawn at random, and the problem that is drawn for a net.
import { heNormal, type Rng, rng } from "../packages/core/src/index.ts";
import { BATCHES, type Net, type Problem, RATE } from "./problem.ts";

const net = (name: string, sizes: number[], batch: number, hidden: Net["hidden"] = "relu"): Net => ({
  name,
  sizes,
  batch,
  hidden,
});

export const nets: readonly Net[] = [
  net("T b1", [2, 16, 2], 1),
  net("T b32", [2, 16, 2], 32),
  net("S", [4, 32, 3], 16),
  net("M", [64, 64, 10], 32),
  net("L", [784, 128, 10], 64),
  net("XL", [784, 512, 512, 10], 128),
];

/** The nets of the gradient checks, smallest first. */
export const checkedNets: readonly Net[] = [
  [2, 4, 1],
  [4, 32, 3],
  [16, 32, 10],
  [64, 64, 10],
  [784, 32, 10],
].map((sizes) => net(sizes.join("-"), sizes, 8, "tanh"));

/** One to three hidden layers; all sizes are drawn evenly on a logarithmic scale. */
export function randomNet(seed: number): Net {
  const draws = rng(seed);
  const between = (low: number, high: number) => Math.round(low * (high / low) ** draws.uniform());
  const hidden = Array.from({ length: 1 + draws.integer(3) }, () => between(4, 256));
  return net("random", [between(2, 400), ...hidden, between(2, 20)], between(1, 128));
}

/** The weights are `heNormal`, the inputs normal, the classes even. */
export function drawProblem(net: Net, seed = 1): Problem {
  const draws = rng(seed);
  const { sizes, batch } = net;
  const layers = sizes.slice(1).map((outputs, i) => ({
    weight: new Float64Array(heNormal([sizes[i], outputs])(draws).data),
    bias: normal(draws, outputs, 0.1),
  }));
  const classes = Math.max(2, sizes[sizes.length - 1]);
  const batches = Array.from({ length: BATCHES }, () => ({
    inputs: normal(draws, batch * sizes[0], 1),
    labels: Int32Array.from({ length: batch }, () => draws.integer(classes)),
  }));
  return { ...net, rate: RATE, layers, batches };
}

const normal = (draws: Rng, length: number, deviation: number) =>
  Float64Array.from({ length }, () => deviation * draws.normal());
