// Very large and very small numbers, alone or beside ordinary ones.
import { add, divide, multiply, tensor, zeros } from "@nudge/core";
import { each } from "../algebra.ts";
import { linear, scale } from "../bases/linear.ts";
import { mlpCe, neuron } from "../bases/networks.ts";
import { cube } from "../bases/pointwise.ts";
import { type Passes, type Tensors, trap } from "../definition.ts";

/** Multiplies X. */
export const timesX =
  (factor: number) =>
  ({ X }: Tensors) => ({ X: multiply(X, factor) });

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
