// Layers and losses against PyTorch.
import { readFileSync } from "node:fs";
import { copy, type Layer, type Loss, rng, type Tensor, tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { dense, meanSquaredError, relu, sigmoid, softmaxCrossEntropy, tanh } from "./index.ts";

type Encoded = { shape: number[]; data: (number | "NaN" | "Infinity" | "-Infinity")[] };
interface Golden {
  layers: {
    name: string;
    layer: string;
    args: number[];
    input: Encoded;
    parameters: Record<string, Encoded>;
    output: Encoded;
    upstream?: Encoded;
    gradients: Record<string, Encoded>;
  }[];
  losses: {
    name: string;
    loss: string;
    prediction: Encoded;
    target: Encoded;
    value: number;
    gradient: Encoded;
  }[];
}

const golden: Golden = JSON.parse(readFileSync(new URL("pytorch-golden.json", import.meta.url), "utf8"));
const layers: Record<string, (...args: number[]) => Layer> = {
  dense: (inputs, outputs) => dense(inputs!, outputs!),
  relu,
  sigmoid,
  tanh,
};
const losses: Record<string, () => Loss> = { meanSquaredError, softmaxCrossEntropy };

const decode = ({ shape, data }: Encoded) => tensor(data.map(Number), shape);
const decodeAll = (tree: Record<string, Encoded>) =>
  Object.fromEntries(Object.entries(tree).map(([name, encoded]) => [name, decode(encoded)]));

function expectClose(actual: Tensor, encoded: Encoded) {
  expect(actual.shape).toEqual(encoded.shape);
  for (const [i, value] of copy(actual).data.entries()) expectCloseNumber(value, Number(encoded.data[i]));
}

function expectCloseNumber(actual: number, expected: number) {
  if (!Number.isFinite(expected)) return expect(actual).toBe(expected);
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(1e-13 + 1e-12 * Math.abs(expected));
}

test.each(golden.layers)("$name", ({ layer: name, args, input, output, upstream, gradients, ...rest }) => {
  const layer = layers[name](...args);
  const parameters = decodeAll(rest.parameters);
  const [y, cache] = layer.forward(decode(input), parameters, { training: true, rng: rng(0) }, {});
  expectClose(y, output);
  if (upstream === undefined) return;
  const returned = layer.backward(decode(upstream), cache, parameters);
  expect(Object.keys(returned).sort()).toEqual(Object.keys(gradients).sort());
  for (const [key, encoded] of Object.entries(gradients)) expectClose(returned[key] as Tensor, encoded);
});

test.each(golden.losses)("$name", ({ loss: name, prediction, target, value, gradient }) => {
  const loss = losses[name]();
  const [actual, cache] = loss.forward(decode(prediction), decode(target));
  expectCloseNumber(actual, value);
  expectClose(loss.backward(cache), gradient);
});
