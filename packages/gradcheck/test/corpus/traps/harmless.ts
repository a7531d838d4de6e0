// What looks like a fault and is none: the digits of float32, and state that nothing depends on.
import { cast, type Tensor } from "@nudge/core";
import { each } from "../algebra.ts";
import { linear, mse } from "../bases/linear.ts";
import { mlpCe } from "../bases/networks.ts";
import { trap } from "../definition.ts";

const toFloat32 = (x: Tensor) => cast(x, "float32");
const roundToFloat32 = (x: Tensor) => cast(toFloat32(x), "float64");

export const mlpFloat32 = trap("mlp_ce.f32fwd", mlpCe, "forward value float32, backward float64", {
  passes: (right) => ({
    forward: (tensors) => {
      const [L] = right.forward(each(tensors, toFloat32));
      return [roundToFloat32(L), right.forward(tensors)[1]];
    },
  }),
});

export const linearFloat32 = trap(
  "linear.f32grad",
  linear,
  "gradients rounded to float32 (relative error 6e-8)",
  {
    passes: (right) => ({ backward: (...given) => each(right.backward(...given), roundToFloat32) }),
  },
);

export const mseCounter = trap("mse.counter", mse, "forward increments a call counter (harmless state)", {
  passes: (right) => {
    const counter = { calls: 0 };
    return {
      forward: (tensors) => {
        counter.calls += 1;
        return right.forward(tensors);
      },
    };
  },
});
