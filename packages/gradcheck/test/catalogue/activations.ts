// Bugs in activations, most of them between two dense layers: what comes after is right, what comes before is not.
import { defineLayer, map, multiply, type Tensor } from "@nudge/core";
import { dense, relu, sequential, sigmoid, tanh } from "../../../layers/src/index.ts";
import { absolute, gelu, sigma, softplus } from "../corpus/bases/pointwise.ts";
import { bugsOfLayer, bugsOfMap, spoil } from "./entry.ts";

const between = (activation: ReturnType<typeof relu>) => sequential(dense(4, 6), activation, dense(6, 3));

const leakyRelu = defineLayer("leakyRelu", (slope: number) => ({
  forward: (x) => [map(x, (v) => (v > 0 ? v : slope * v)), x],
  backward: (dy, x) => ({ input: map(dy, x, (d, v) => (v > 0 ? d : slope * d)) }),
}));

/** The mutant of an activation in which `slope` is taken for the derivative. */
const slopeOf = (layer: ReturnType<typeof relu>, slope: (cached: number, d: number) => number) => () =>
  between(spoil(layer, (_, dy, cache) => ({ input: map(dy, cache as Tensor, (d, v) => d * slope(v, d)) })));

/** The derivative y (1 - y) of its input in the place of its output. */
const sigmoidOfInput = defineLayer("sigmoid", () => ({
  forward: (x) => [map(x, sigma), x],
  backward: (dy, x) => ({ input: map(dy, x, (d, v) => d * v * (1 - v)) }),
}));

export const activations = [
  ...bugsOfLayer(
    between(relu()),
    [5, 4],
    [
      {
        row: 15,
        name: "relu masked by the sign of its output gradient",
        kinds: ["input-gradient", "support"],
        layer: slopeOf(relu(), (_, d) => (d > 0 ? 1 : 0)),
      },
      {
        row: 16,
        name: "relu lets the gradient of inactive units pass",
        kinds: ["input-gradient", "support"],
        layer: slopeOf(relu(), () => 1),
      },
    ],
  ),
  ...bugsOfLayer(
    between(leakyRelu(0.01)),
    [5, 4],
    [
      {
        row: 17,
        name: "leaky slope in forward only",
        kinds: ["input-gradient", "support"],
        layer: slopeOf(leakyRelu(0.01), (x) => (x > 0 ? 1 : 0)),
      },
    ],
  ),
  ...bugsOfLayer(
    between(sigmoid()),
    [5, 4],
    [
      {
        row: 18,
        name: "sigmoid' from the pre-activation",
        kinds: ["input-gradient"],
        layer: () => between(sigmoidOfInput()),
      },
    ],
  ),
  ...bugsOfLayer(
    between(tanh()),
    [5, 4],
    [
      {
        row: 19,
        name: "tanh' as 1 - y",
        kinds: ["input-gradient"],
        layer: slopeOf(tanh(), (y) => 1 - y),
      },
      {
        row: 20,
        name: "derivative of tanh forgotten",
        kinds: ["input-gradient"],
        layer: slopeOf(tanh(), () => 1),
      },
      {
        row: 48,
        name: "detached between two layers",
        kinds: ["zero", "input-gradient"],
        layer: slopeOf(tanh(), () => 0),
      },
    ],
  ),
  ...bugsOfLayer(
    tanh(),
    [4, 3],
    [
      {
        row: 9,
        name: "upstream gradient ignored",
        kinds: ["ignores-upstream"],
        layer: () => spoil(tanh(), (_, __, y) => ({ input: map(y as Tensor, (t) => 1 - t * t) })),
      },
      {
        row: 74,
        name: "1 % short",
        kinds: ["factor"],
        layer: () => spoil(tanh(), ({ input }) => ({ input: multiply(input as Tensor, 0.99) })),
      },
    ],
  ),
  ...bugsOfMap(gelu, [
    {
      row: 74,
      name: "derivative of another approximation of gelu",
      gradients: (_, dy, __, { X }) => {
        const slope = (x: number) => sigma(1.702 * x) * (1 + 1.702 * x * (1 - sigma(1.702 * x)));
        return { X: multiply(dy, map(X, slope)) };
      },
    },
  ]),
  ...bugsOfMap({ ...absolute, data: "*X[8]{-1,0.5}" }, [
    {
      row: 71,
      name: "|x| with slope 1 at negative x",
      kinds: ["support"],
      gradients: (_, dy) => ({ X: dy }),
    },
  ]),
  ...bugsOfMap({ ...softplus, data: "*X[8]{-10,50}" }, [
    {
      row: 72,
      name: "softplus has slope 0 beyond 20, where it is linear",
      kinds: ["support"],
      gradients: ({ X: right }, _, __, { X }) => ({ X: map(right, X, (d, x) => (x > 20 ? 0 : d)) }),
    },
  ]),
  ...bugsOfMap(
    {
      data: "*X[8]{-3,3} *s[8]",
      forward: ({ X, s }) => [multiply(s, map(X, Math.round)), null],
      backward: (dy, _, { X }) => ({ X: multiply(dy, 0), s: multiply(dy, map(X, Math.round)) }),
    },
    [
      {
        row: 75,
        name: "rounding with a straight-through gradient",
        gradients: (_, dy, __, { s }) => ({ X: multiply(dy, s) }),
      },
    ],
  ),
];
