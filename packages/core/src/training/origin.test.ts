import { expect, test } from "vitest";
import { chain, dense, meanSquaredError, noise, relu, squareLayer } from "../../test/fixtures.ts";
import { createModel, defineLayer, full, type Layer, map, ones, rng } from "../index.ts";
import { originOf } from "./origin.ts";

const loss = meanSquaredError();
const explain = (
  layer: Layer,
  change?: (theta: Float64Array | Float32Array) => void,
  inputs = ones([4, 2]),
) => {
  const model = createModel(layer, { seed: 1 });
  change?.(model.theta);
  const { shape } = model.predict(inputs);
  return originOf(model, { inputs, targets: ones([...shape]), weights: undefined }, loss, {
    training: true,
    rng: rng(3),
  });
};
const originIn = (...args: Parameters<typeof explain>) => explain(...args).split("; ")[0];
const adviceIn = (...args: Parameters<typeof explain>) => explain(...args).split("; ")[1];
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
  originOf(model, { inputs: ones([1, 1]), targets: ones([1, 1]), weights: undefined }, loss, {
    training: true,
    rng: rng(3),
  });
  expect(mask.slice(2)).toEqual(mask.slice(0, 2));
  expect(mask[0]).not.toEqual(mask[1]);
});

/** y = √x, whose slope at 0 is infinite. */
const root = defineLayer("root", () => ({
  forward: (x) => [map(x, Math.sqrt), x],
  backward: (dy, x) => ({ input: map(dy, x, (dy, x) => dy / (2 * Math.sqrt(x))) }),
}));

test("the layer with the first non-finite gradient, going back, is named", () => {
  // The first layer gives 0, and the second its root.
  const zero = (theta: Float64Array | Float32Array) => theta.fill(0, 0, 9).fill(1, 9);
  expect(originIn(chain(dense(2, 3), root(), dense(3, 1), relu()), zero)).toBe(
    "the first non-finite gradient came from layer 1, root()",
  );
});

test("the largest numbers that are finite are told with their layers", () => {
  const six = (theta: Float64Array | Float32Array) =>
    theta.set([1, 1, 1, 1, 1, 1, 0, 0, 0, 1e155, 1e155, 1e155, 0]);
  // Outputs: 2 in the first layer, 6e155 in the second, whose square is none any more.
  expect(adviceIn(chain(dense(2, 3), dense(3, 1), squareLayer()), six)).toBe(
    "of what is finite, the largest activation is 6.00e+155, of layer 1, dense(3, 1): " +
      "lower the learning rate, or clip the gradient, as by clipByNorm(1)",
  );
  // Each of the four roots of 0 gets 2 (0 - 1) / 4 = -0.5 from the loss.
  const zero = (theta: Float64Array | Float32Array) => theta.fill(0);
  expect(adviceIn(chain(dense(2, 1), root()), zero)).toBe(
    "of what is finite, the largest activation is 1.00, of the inputs, and the largest gradient is 0.500, " +
      "of meanSquaredError(): no number is large: look for a logarithm, a root or a division of 0",
  );
});

test("inputs that are not scaled are told first", () => {
  expect(adviceIn(chain(dense(2, 3), squareLayer()), overflow, full([4, 2], 31000))).toMatch(
    /: scale the inputs, which reach 3\.10e\+4$/,
  );
});

test("where layers and loss are finite, the penalty is not", () => {
  expect(originIn(dense(2, 3))).toBe(
    "all layers and the loss are finite, so it arose in the penalty of regularization",
  );
});
