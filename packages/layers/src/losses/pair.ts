import { expectShape, formatShape, type Tensor } from "@nudge/core";

/** Throws unless prediction and target are of one shape, with at least one entry. */
export function expectPair(prediction: Tensor, target: Tensor): void {
  expectShape(prediction, ["..."], "prediction");
  const { shape, size } = prediction;
  if (shape.length === 2 && shape[1] === 1 && target.dimension === 1) {
    const got = formatShape(target.shape);
    throw new Error(
      `expected target ${formatShape(shape)}, got ${got}: a column is written [[y], ...], not [y, ...]`,
    );
  }
  expectShape(target, shape, "target");
  if (size === 0) throw new Error(`expected at least one entry, got ${formatShape(shape)}`);
}
