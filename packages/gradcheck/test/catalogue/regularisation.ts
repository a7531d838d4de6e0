// Penalties that are in the loss and not in its gradient, or the other way round.
import { abs, add, multiply, ones, sign, sum } from "@nudge/core";
import { addPenalty, l2reg, mse } from "../corpus/bases/linear.ts";
import { bugsOfMap, type DrawnMap } from "./entry.ts";

const lambda = 0.05;

/** Mean squared error + λ Σ|W|. */
const l1reg: DrawnMap<Parameters<typeof mse.backward>[1]> = {
  data: mse.data,
  forward: (tensors) => {
    const [L, Y] = mse.forward(tensors);
    return [add(L, lambda * sum(abs(tensors.W))), Y];
  },
  backward: (dy, Y, tensors) => addPenalty(mse.backward(dy, Y, tensors), dy, lambda, sign(tensors.W)),
};

export const regularisation = [
  ...bugsOfMap(l2reg, [
    {
      row: 27,
      name: "L2 missing from the gradient",
      kinds: ["missing-term"],
      gradients: (_, dy, Y, tensors) => mse.backward(dy, Y, tensors),
    },
    {
      row: 28,
      name: "L2 with half its gradient",
      kinds: ["missing-term"],
      gradients: (_, dy, Y, tensors) => addPenalty(mse.backward(dy, Y, tensors), dy, lambda, tensors.W),
    },
    {
      row: 28,
      name: "L2 divided by the batch size",
      kinds: ["missing-term"],
      gradients: (_, dy, Y, tensors) =>
        addPenalty(mse.backward(dy, Y, tensors), dy, (2 * lambda) / 6, tensors.W),
    },
    {
      row: 29,
      name: "biases regularised in the gradient only",
      kinds: ["missing-term"],
      gradients: ({ b: right }, dy, _, { b }) => ({ b: add(right, multiply(dy, multiply(b, 2 * lambda))) }),
    },
  ]),
  ...bugsOfMap(l1reg, [
    {
      row: 30,
      name: "L1 without the sign",
      kinds: ["missing-term", "support"],
      gradients: (_, dy, Y, tensors) =>
        addPenalty(mse.backward(dy, Y, tensors), dy, lambda, ones(tensors.W.shape)),
    },
  ]),
];
