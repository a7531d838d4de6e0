// Weights of rows: how much each row counts in a loss. A whole number is the same as the row so many times.

import { kind, optional } from "../arguments/reader.ts";
import { formatShape } from "../arguments/shape.ts";
import { isRows, toTensor } from "../tensor/rows.ts";
import type { Dtype, Tensor } from "../tensor/tensor.ts";

/** A weight for each row, from 0 on. */
export type Weights = Tensor | ArrayLike<number>;

export const weightsReader = () => optional(kind<Weights>("a weight for each row", isRows));

/** Weights of `rows` rows as a tensor [rows]. Throws, beginning with `caller`, unless they are finite, and 0 or more. */
export function toWeights(weights: Weights, rows: number, dtype: Dtype, caller: string): Tensor {
  const w = toTensor(weights, dtype, caller, "weights");
  if (w.dimension !== 1 || w.shape[0] !== rows)
    throw new Error(`${caller}: expected weights ${formatShape([rows])}, got ${formatShape(w.shape)}`);
  for (let row = 0; row < rows; row++)
    if (w.get(row) < 0) throw new Error(`${caller}: weights row ${row} is ${w.get(row)}, below 0`);
  return w;
}

/** What is thrown where a loss is given weights that it would not read. */
export const takesNoWeights = (loss: string) =>
  new Error(`${loss}: its forward takes no weights: write forward(prediction, target, weights)`);
