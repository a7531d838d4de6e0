// Bugs in the Jacobian of softmax. The upstream gradient is not uniform: were it, most of them could not be seen.
import { add, multiply, subtract } from "@nudge/core";
import { columnSum, sigmoidSlope, softmax as softmaxOf } from "../corpus/algebra.ts";
import { logSoftmax, softmax } from "../corpus/bases/rows.ts";
import { bugsOfMap } from "./entry.ts";

export const softmaxes = [
  ...bugsOfMap({ ...softmax, data: "*Z[3,5]{-2,2}" }, [
    {
      row: 21,
      name: "softmax: diagonal of the Jacobian only",
      kinds: ["missing-term"],
      gradients: (_, dy, Y) => ({ Z: multiply(sigmoidSlope(Y), dy) }),
    },
    {
      row: 24,
      name: "softmax: sums over the batch",
      kinds: ["wrong-axis"],
      gradients: (_, dy, Y) => ({ Z: multiply(Y, subtract(dy, columnSum(multiply(dy, Y)))) }),
    },
  ]),
  ...bugsOfMap(logSoftmax, [
    {
      row: 23,
      name: "log-softmax: adds the upstream gradient to the probabilities",
      kinds: ["ignores-upstream"],
      gradients: (_, dy, __, { Z }) => ({ Z: add(softmaxOf(Z), dy) }),
    },
  ]),
];
