import { expectShape, formatShape, type Tensor, tensors } from "@nudge/core";

/**
 * The target in the shape of the prediction; throws when it has another, or no entry. For a prediction [n, 1] the target may be
 * [n], as labels and columns of files are.
 */
export function toPair(prediction: Tensor, target: Tensor): Tensor {
  expectShape(prediction, ["..."], "prediction");
  const { shape, size } = prediction;
  const isColumn = shape.length === 2 && shape[1] === 1 && target.dimension === 1 && target.size === size;
  const t = isColumn ? tensors.reshape(target, shape) : target;
  expectShape(t, shape, "target");
  if (size === 0) throw new Error(`expected at least one entry, got ${formatShape(shape)}`);
  return t;
}
