import { expect, test } from "vitest";
import { chain, dense, meanSquaredError, noise, relu, squareLayer } from "../../test/fixtures.ts";
import { createModel, defineLayer, type Layer, map, ones, rng } from "../index.ts";
import { originOf } from "./origin.ts";

const loss = meanSquaredError();
const originIn = (layer: Layer, change?: (theta: Float64Array | Float32Array) => void) => {
  const model = createModel(layer, { seed: 1 });
  change?.(model.theta);
  return originOf(model, ones([4, 2]), loss, { training: true, rng: rng(3) });
};
const overflow = (theta: Float64Array | Float32Array) => theta.fill(1e200);

test("the layer with the first non-finite output is named", () => {
  expect(originIn(chain(dense(2, 3), relu(), squareLayer(), relu()), overflow)).toBe(
    "the first non-finite value came from layer 2, square()",
  );
});

test("so is one in a chain within the chain", () => {
  expect(originIn(chain(dense(2, 3), chain(relu(), squareLayer()), dense(3, 1)), overflow)).toBe(
    "the first non-finite value came from layer 1.1, square()",
  );
});

test("a layer that is no chain has no number", () => {
  expect(originIn(dense(2, 3), (theta) => theta.fill(Number.NaN))).toBe(
    "the first non-finite value came from dense(2, 3)",
  );
});

test("the loss is named when all outputs are finite", () => {
  expect(originIn(chain(dense(2, 3), relu()), overflow)).toBe(
    "all outputs of layers are finite, so it arose in the loss, meanSquaredError()",
  );
});

test("random layers draw what they drew", () => {
  const mask: number[][] = [];
  const watch = defineLayer("watch", () => ({
    forward: (x, _, { rng }) => [map(x, (value) => value), mask.push([rng.uniform(), rng.uniform()])],
    backward: (dy) => ({ input: dy }),
  }));
  const model = createModel(chain(noise(), chain(watch(), watch())));
  model.layer.forward(ones([1, 1]), model.parameters, { training: true, rng: rng(3) }, model.buffers);
  originOf(model, ones([1, 1]), loss, { training: true, rng: rng(3) });
  expect(mask.slice(2)).toEqual(mask.slice(0, 2));
  expect(mask[0]).not.toEqual(mask[1]);
});
