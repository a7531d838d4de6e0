// Unusual shapes: none, no entries, axes of length 1, whole numbers without a gradient.
import { exp, map, multiply, square, type Tensor, tensors, zeros } from "@nudge/core";
import { fill, increment } from "../../corpus/algebra.ts";
import type { Passes } from "../entry.ts";
import { entry, off, trap } from "./trap.ts";

const empty: Passes<null> = {
  forward: ({ x }) => [map(x, Math.sin), null],
  backward: (dy, _, { x }) => ({ x: multiply(dy, map(x, Math.cos)) }),
};

export const shapes = [
  trap(
    "whole numbers without a gradient",
    {
      data: "*E[4,3] *ids[5]",
      change: ({ ids }) => ({ ids: fill(ids.shape, (i) => i % 3) }),
      forward: ({ E, ids }) => [fill([5, 3], (i, j) => E.get(ids.get(i), j)), null],
      backward: (dy, _, { E, ids }) => {
        const dE = zeros(E.shape);
        for (let i = 0; i < 5; i++) for (let j = 0; j < 3; j++) increment(dE, [ids.get(i), j], dy.get(i, j));
        // Typed as tensors everywhere else.
        return { E: dE, ids: null as unknown as Tensor };
      },
    },
    { "E[0, 1] is 0": entry("E", [0, 1]) },
  ),
  trap(
    "tensors without axes",
    {
      data: "*a[] *b[]",
      forward: ({ a, b }) => [multiply(a, exp(b)), null],
      backward: (dy, _, { a, b }) => ({ a: multiply(dy, exp(b)), b: multiply(dy, multiply(a, exp(b))) }),
    },
    { "a off by 1e-5": off("a", 1e-5) },
  ),
  trap(
    "a tensor without entries beside others",
    {
      data: "*x[4] *none[0,3]",
      forward: ({ x }) => [square(x), null],
      backward: (dy, _, { x, none }) => ({ x: multiply(2, multiply(dy, x)), none }),
    },
    { "x off by 1e-5": off("x", 1e-5) },
  ),
  trap(
    "an output without entries",
    {
      data: "*x[4]",
      forward: ({ x }) => [zeros([0, 4]), x],
      backward: (_, x) => ({ x: zeros(x.shape) }),
    },
    {},
    { undecidable: true },
  ),
  trap("nothing but tensors without entries", { data: "*x[0,3]", ...empty }, {}, { undecidable: true }),
  trap(
    "one axis of length 1 after another",
    {
      data: "*x[1,1,3,1]",
      forward: ({ x }) => [tensors.reshape(square(x), [3]), null],
      backward: (dy, _, { x }) => ({ x: multiply(2, multiply(tensors.reshape(dy, [1, 1, 3, 1]), x)) }),
    },
    { "off by 1e-5": off("x", 1e-5) },
  ),
];
