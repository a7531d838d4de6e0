// Bugs in matrix products, sums and broadcasting.
import { add, copy, mean, multiply, negate, sum, tensors, transpose } from "@nudge/core";
import { dense } from "../../../layers/src/index.ts";
import { fill, put, rowSum } from "../corpus/algebra.ts";
import { biasAdd } from "../corpus/bases/linear.ts";
import { bugsOfLayer, bugsOfMap, spoil } from "./entry.ts";

const square = dense(4, 4);
const layer = dense(4, 3);

export const broadcasting = [
  ...bugsOfLayer(
    square,
    [5, 4],
    [
      {
        row: 1,
        name: "dW transposed, square",
        kinds: ["transposed"],
        layer: () => spoil(square, ({ weight }) => ({ weight: transpose(weight) })),
      },
    ],
  ),
  ...bugsOfLayer(
    layer,
    [5, 4],
    [
      {
        row: 2,
        name: "dW in the memory order of its transpose",
        kinds: ["transposed", "permuted"],
        layer: () =>
          spoil(layer, ({ weight }) => ({ weight: tensors.reshape(copy(transpose(weight)), [4, 3]) })),
      },
      {
        row: 4,
        name: "db with the wrong sign",
        kinds: ["sign"],
        layer: () => spoil(layer, ({ bias }) => ({ bias: negate(bias) })),
      },
      {
        row: 10,
        name: "db not summed over the batch",
        kinds: ["shape"],
        layer: () => spoil(layer, (_, dy) => ({ bias: dy })),
      },
      {
        row: 10,
        name: "db of the last example only",
        kinds: ["missing-sum"],
        layer: () => spoil(layer, (_, dy) => ({ bias: copy(dy.pick(4)) })),
      },
      {
        row: 10,
        name: "db the mean over the batch",
        kinds: ["factor", "missing-sum"],
        layer: () => spoil(layer, (_, dy) => ({ bias: mean(dy, 0) })),
      },
      {
        row: 70,
        name: "dW: the last entry left out",
        kinds: ["single-entry"],
        layer: () => spoil(layer, ({ weight }) => ({ weight: put(weight, [3, 2], 0) })),
      },
    ],
  ),
  ...bugsOfMap(
    {
      data: "*X[2,3,4] *b[4]",
      forward: ({ X, b }) => [add(X, b), null],
      backward: (dy) => ({ X: dy, b: sum(sum(dy, 0), 0) }),
    },
    [
      {
        row: 11,
        name: "db of a tensor of rank 3 summed over axis 0 only",
        kinds: ["shape"],
        gradients: (_, dy) => ({ b: sum(dy, 0) }),
      },
    ],
  ),
  ...bugsOfMap(
    {
      data: "*X[3,4] *s[3,1]",
      forward: ({ X, s }) => [multiply(X, s), null],
      backward: (dy, _, { X, s }) => ({ X: multiply(dy, s), s: rowSum(multiply(dy, X)) }),
    },
    [
      {
        row: 12,
        name: "gradient of a broadcast column not reduced",
        kinds: ["shape"],
        gradients: (_, dy, __, { X }) => ({ s: multiply(dy, X) }),
      },
      {
        row: 12,
        name: "gradient of a broadcast column from its first column alone",
        kinds: ["missing-sum"],
        gradients: (_, dy, __, { X }) => ({ s: multiply(dy, X).hi(3, 1) }),
      },
    ],
  ),
  ...bugsOfMap({ ...biasAdd, data: "*X[4,4] *v[4]" }, [
    {
      row: 13,
      name: "bias gradient summed over the features",
      kinds: ["wrong-axis"],
      gradients: (_, dy) => ({ v: sum(dy, 1) }),
    },
  ]),
  ...bugsOfMap(
    {
      data: "*X[3,3,4]",
      forward: ({ X }) => [sum(sum(X, 2), 0), null],
      backward: (dy, _, { X }) => ({ X: fill(X.shape, (_n, c) => dy.get(c)) }),
    },
    [
      {
        row: 14,
        name: "sum over axes 0 and 2 spread back over axes 1 and 2",
        kinds: ["wrong-axis"],
        gradients: ({ X }, dy) => ({ X: fill(X.shape, (n) => dy.get(n)) }),
      },
    ],
  ),
];
