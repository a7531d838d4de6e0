import { expectShape, formatShape, isTensor, type Target, type Tensor } from "@nudge/core";
import { sameShape } from "@nudge/core/internal";

/** The target as a tensor. Throws unless both are tensors of one shape, and there is at least one entry. */
export function readTarget(prediction: Tensor, target: Target): Tensor {
  expectShape(prediction, ["..."], "prediction");
  const [n, columns] = prediction.shape;
  const given = isTensor(target) ? target.shape : [target?.length];
  if (prediction.dimension === 2 && columns === 1 && sameShape(given, [n]))
    throw new Error(
      `expected target ${formatShape([n, 1])}, got ${formatShape([n])}: write one column, [[y], ...]`,
    );
  expectShape(target as Tensor, prediction.shape, "target");
  if (prediction.size === 0)
    throw new Error(`expected at least one entry, got ${formatShape(prediction.shape)}`);
  return target as Tensor;
}
