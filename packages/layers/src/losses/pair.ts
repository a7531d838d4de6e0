import { expectShape, formatShape, type Target, type Tensor } from "@nudge/core";

/** The target as a tensor. Throws unless both are tensors of one shape, and there is at least one entry. */
export function readTarget(prediction: Tensor, target: Target): Tensor {
  expectShape(prediction, ["..."], "prediction");
  expectShape(target as Tensor, prediction.shape, "target");
  if (prediction.size === 0)
    throw new Error(`expected at least one entry, got ${formatShape(prediction.shape)}`);
  return target as Tensor;
}
