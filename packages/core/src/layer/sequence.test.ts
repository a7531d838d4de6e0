import { expect, test } from "vitest";
import { chain, dense, noise, squareLayer } from "../../test/fixtures.ts";
import { createModel, type Layer, ones, rng, type Tensor, toArray } from "../index.ts";
import { runSequence, sequenceOf } from "./sequence.ts";
import type { Tree } from "./tree.ts";

const model = createModel(chain(dense(2, 3), noise(), chain(noise(), squareLayer()), dense(3, 1)), {
  seed: 3,
});
const parameters = model.parameters as Tree<Tensor>;
const buffers = model.buffers as Tree<Tensor>;
const open = (layer: Layer, seed = 5) =>
  sequenceOf(layer, parameters, { training: true, rng: rng(seed) }, buffers);

test("a sequence is its layers, those of sequences within it too, with their paths and parameters", () => {
  const layers = open(model.layer);
  expect(layers.map(({ path, layer }) => `${path} ${layer.name}`)).toEqual([
    "0 dense",
    "1 noise",
    "2.0 noise",
    "2.1 square",
    "3 dense",
  ]);
  expect(layers[4].parameters).toBe(parameters[3]);
});

test("what is no sequence, or a copy of one, is the only layer", () => {
  const single = dense(2, 3) as unknown as Layer;
  expect(open(single).map(({ path, layer }) => [path, layer])).toEqual([["", single]]);
  const copy = { ...model.layer };
  expect(open(copy).map(({ layer }) => layer)).toEqual([copy]);
});

test("running the layers one by one draws the same random numbers as running the whole, each time again", () => {
  const pass = { training: true, rng: rng(5) };
  const [whole] = model.layer.forward(ones([2, 2]), model.parameters, pass, model.buffers);
  const layers = open(model.layer);
  const again = layers.map((one) => ({ ...one, pass: { training: true, rng: one.pass.rng.clone() } }));
  for (const sequence of [layers, again]) {
    const outputs = [...runSequence(sequence, ones([2, 2]))] as Tensor[];
    expect(outputs.map(({ shape }) => shape)).toEqual([...Array(4).fill([2, 3]), [2, 1]]);
    expect(toArray(outputs[4])).toEqual(toArray(whole));
  }
});
