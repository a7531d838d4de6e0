import { expect, test } from "vitest";
import { chain, dense, noise, squareLayer } from "../../test/fixtures.ts";
import { createModel, ones, rng, type Tensor, toArray } from "../index.ts";
import { forwardLinks, linksOf } from "./chain.ts";
import type { Tree } from "./tree.ts";

const nested = chain(dense(2, 3), noise(), chain(noise(), squareLayer()), dense(3, 1));

test("links are the layers of a chain and of the chains within, with their paths", () => {
  const links = linksOf(nested).map(({ path, layer }) => `${path} ${layer.name}`);
  expect(links).toEqual(["0 dense", "1 noise", "2.0 noise", "2.1 square", "3 dense"]);
  expect(linksOf(dense(2, 3)).map(({ path, layer }) => `${path}${layer}`)).toEqual(["dense(2, 3)"]);
});

test("running link by link draws the same random numbers as running the layer", () => {
  const { layer, parameters, buffers } = createModel(nested, { seed: 3 });
  const [whole] = layer.forward(ones([2, 2]), parameters, { training: true, rng: rng(5) }, buffers);
  const pass = { training: true, rng: rng(5) };
  const outputs = [
    ...forwardLinks(layer, ones([2, 2]), parameters as Tree<Tensor>, pass, buffers as Tree<Tensor>),
  ];
  expect(outputs.map(({ shape }) => shape)).toEqual([
    [2, 3],
    [2, 3],
    [2, 3],
    [2, 3],
    [2, 1],
  ]);
  expect(toArray(outputs[4])).toEqual(toArray(whole));
});
