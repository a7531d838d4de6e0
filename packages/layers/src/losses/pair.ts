import { expectShape, formatShape, isTensor, type Target, type Tensor } from "@nudge/core";
import { describe } from "@nudge/core/internal";

/** The target as a tensor. Throws unless both are tensors of one shape, and there is at least one entry. */
export function readTarget(prediction: Tensor, target: Target): Tensor {
  expectShape(prediction, ["..."], "prediction");
  const { shape } = prediction;
  // A list that is no tensor holds numbers, as labels of classes do.
  const isColumn = shape.length === 2 && shape[1] === 1;
  if (isColumn && (isTensor(target) ? target.dimension === 1 : typeof target?.length === "number")) {
    const got = isTensor(target) ? formatShape(target.shape) : describe(target);
    throw new Error(
      `expected target ${formatShape(shape)}, got ${got}: a column is written [[y], ...], not [y, ...]`,
    );
  }
  expectShape(target as Tensor, shape, "target");
  if (prediction.size === 0)
    throw new Error(`expected at least one entry, got ${formatShape(prediction.shape)}`);
  return target as Tensor;
}
