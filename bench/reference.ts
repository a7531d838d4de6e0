// Plain loops in float64 that train each kind of net: the losses of the first steps of every contestant are held to theirs.
import type { Kind } from "./contestants/contestant.ts";
import { meanLoss, rowsOf } from "./losses.ts";
import { BATCHES, type Problem } from "./problem.ts";

type Layers = Problem["layers"];

/** Takes so many steps, and gives the mean loss of each batch before its step, and the weights after all steps. */
export function trainPlainly(
  problem: Problem,
  kind: Kind,
  steps: number,
): { losses: number[]; layers: Layers } {
  const { sizes, batches, rate } = problem;
  const layers = problem.layers.map(({ weight, bias }) => ({ weight: weight.slice(), bias: bias.slice() }));
  const losses: number[] = [];
  for (let k = 0; k < steps; k++) {
    const { inputs, labels } = batches[k % BATCHES];
    const rows = rowsOf(inputs, sizes[0]);
    losses.push(
      meanLoss(
        kind,
        rows.map((row) => forward(layers, row, problem, kind)[layers.length]),
        labels,
      ),
    );
    const each = kind === "relu" || kind === "logistic";
    for (const group of each ? rows.map((_, r) => [r]) : [rows.map((_, r) => r)]) {
      const change = layers.map(({ weight, bias }) => ({
        weight: new Float64Array(weight.length),
        bias: new Float64Array(bias.length),
      }));
      const update = (l: number) => {
        for (const part of ["weight", "bias"] as const)
          for (let i = 0; i < change[l][part].length; i++)
            layers[l][part][i] -= (rate / group.length) * change[l][part][i];
      };
      for (const r of group) backward(layers, change, rows[r], labels[r], problem, kind, update);
      if (kind !== "logistic") for (const l of layers.keys()) update(l);
    }
  }
  return { losses, layers };
}

/** The inputs of each layer, and the outputs of the last. */
function forward(layers: Layers, input: Float64Array, { hidden }: Problem, kind: Kind): Float64Array[] {
  const activations = [input];
  for (const [l, { weight, bias }] of layers.entries()) {
    const x = activations[l];
    const z = bias.slice();
    for (let i = 0, at = 0; i < x.length; i++)
      for (let j = 0; j < z.length; j++, at++) z[j] += x[i] * weight[at];
    activations.push(l < layers.length - 1 ? z.map(hidden === "relu" ? relu : Math.tanh) : outputs[kind](z));
  }
  return activations;
}

const relu = (z: number) => Math.max(z, 0);
const softmax = (z: Float64Array) => {
  const powers = z.map((value) => Math.exp(value - Math.max(...z)));
  const total = powers.reduce((sum, power) => sum + power, 0);
  return powers.map((power) => power / total);
};
const outputs: Record<Kind, (z: Float64Array) => Float64Array> = {
  softmax,
  "softmax, slope 1": softmax,
  relu: (z) => z.map(relu),
  logistic: (z) => z.map((value) => 1 / (1 + Math.exp(-value))),
};

/** Adds the gradient for one row. */
function backward(
  layers: Layers,
  gradient: Layers,
  row: Float64Array,
  label: number,
  problem: Problem,
  kind: Kind,
  update: (layer: number) => void,
): void {
  const activations = forward(layers, row, problem, kind);
  // With respect to what goes into the last function: outputs minus targets, for each of the losses.
  let delta = activations[layers.length].map((y, j) =>
    kind === "relu" && y === 0 ? 0 : y - (j === label ? 1 : 0),
  );
  for (let l = layers.length - 1; l >= 0; l--) {
    const x = activations[l];
    const { weight } = layers[l];
    for (let j = 0; j < delta.length; j++) gradient[l].bias[j] += delta[j];
    for (let i = 0, at = 0; i < x.length; i++)
      for (let j = 0; j < delta.length; j++, at++) gradient[l].weight[at] += x[i] * delta[j];
    if (kind === "logistic") update(l);
    if (l === 0) return;
    const slope = (a: number) => {
      if (problem.hidden === "tanh") return 1 - a * a;
      return a > 0 || kind === "softmax, slope 1" ? 1 : 0;
    };
    const back = new Float64Array(x.length);
    for (let i = 0, at = 0; i < x.length; i++) {
      for (let j = 0; j < delta.length; j++, at++) back[i] += delta[j] * weight[at];
      back[i] *= slope(x[i]);
    }
    delta = back;
  }
}
