import { divide, exp, max, subtract, sum, type Tensor } from "@nudge/core";

/** y_i = exp x_i / Σ_k exp x_k along an axis; the largest entry is subtracted first, so that nothing overflows. */
export function softmaxAlong(x: Tensor, axis: number): Tensor {
  const powers = exp(subtract(x, max(x, axis, { keepDims: true })));
  return divide(powers, sum(powers, axis, { keepDims: true }));
}
