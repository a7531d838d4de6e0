// At and beside kinks.
import { add, matmul, multiply, subtract, tensor } from "@nudge/core";
import { fill, put } from "../algebra.ts";
import { hinge, huber } from "../bases/losses.ts";
import { reluMlp } from "../bases/networks.ts";
import { absolute, clip, relu } from "../bases/pointwise.ts";
import { rowMax } from "../bases/rows.ts";
import { trap } from "../definition.ts";
import { timesX } from "./scales.ts";

export const reluNear0 = trap("relu.near0", relu, "all inputs within 5e-7 of the kink", {
  change: timesX(5e-7),
});

export const reluMlpKink = trap(
  "relu_mlp.kink",
  reluMlp,
  "one hidden pre-activation at +1e-8 and one at −3e-8",
  {
    change: ({ X, W1, b1 }) => {
      const Z = add(matmul(X, W1), b1);
      const first = put(b1, [0], b1.get(0) - (Z.get(0, 0) - 1e-8));
      return { b1: put(first, [3], b1.get(3) - (Z.get(2, 3) + 3e-8)) };
    },
  },
);

export const reluMlpDead = trap("relu_mlp.dead", reluMlp, "all units dead: dW1 = db1 = dW2 = 0 exactly", {
  change: ({ b1 }) => ({ b1: subtract(b1, 10) }),
});

export const rowMaxNearTie = trap("rowmax.neartie", rowMax, "row entries differ by < 1e-8", {
  change: ({ X }) => ({ X: add(1, multiply(X, 1e-8)) }),
});

export const absNear0 = trap("abs.near0", absolute, "|X| ≤ 1e-7", { change: timesX(1e-7) });

export const absExact0 = trap("abs.exact0", absolute, "X[0] = X[5] = 0", {
  change: ({ X }) => ({ X: put(put(X, [0], 0), [5], 0) }),
});

export const hingeKink = trap("hinge.kink", hinge, "two margins within 2e-8 of 0", {
  change: ({ S_ }) => {
    const first = put(S_, [0, 1], S_.get(0, 0) - 1 + 2e-8);
    return { S_: put(first, [2, 3], S_.get(2, 1) - 1 - 1e-9) };
  },
});

export const clipKink = trap("clip.kink", clip, "four entries within 5e-7 of a bound", {
  change: ({ X }) => {
    const diagonal = [1 - 1e-8, 1 + 1e-8, -1 + 5e-7, -1 - 5e-7];
    return { X: fill(X.shape, (i, j) => (i === j ? diagonal[i] : X.get(i, j))) };
  },
});

export const huberKnee = trap("huber.knee", huber, "entries at ±0.5, where the second derivative jumps", {
  change: () => ({ E: tensor([0.5, -0.5, 0.5 + 1e-9, -0.5 - 1e-9, 0.2, 0, 1, -1]) }),
});
