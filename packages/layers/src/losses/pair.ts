import { expectShape, formatShape, isTensor, type Target, type Tensor } from "@nudge/core";

/** The target as a tensor. Throws unless both are tensors of one shape, and there is at least one entry. */
export function readTarget(prediction: Tensor, target: Target): Tensor {
  expectShape(prediction, ["..."], "prediction");
  const { shape } = prediction;
  if (isTensor(target) && shape.length === 2 && shape[1] === 1 && target.dimension === 1)
    throw new Error(
      `expected target ${formatShape(shape)}, got ${formatShape(target.shape)}: a column is written [[y], ...], not [y, ...]`,
    );
  expectShape(target as Tensor, shape, "target");
  if (prediction.size === 0)
    throw new Error(`expected at least one entry, got ${formatShape(prediction.shape)}`);
  return target as Tensor;
}
