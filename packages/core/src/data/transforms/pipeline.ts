import type { InitialTree, Output } from "../../layer/contract.ts";
import type { Loss } from "../../layer/loss.ts";
import { checkModel, type Model } from "../../layer/model.ts";
import type { NestedRows } from "../../tensor/rows.ts";
import type { Tensor } from "../../tensor/tensor.ts";
import type { Cell, Table, TableRows } from "../table.ts";
import { type FittedTransform, fittedReader } from "./define-transform.ts";

/** A model that takes rows as they are before its transform. A single row gives a single prediction. */
export interface Pipeline<O extends Output = Tensor, Label extends number | string = number | string> {
  /** `model.predict` of the transformed rows. */
  predict(rows: TableRows | readonly Cell[]): O;
  /** `model.predictProbabilities` of the transformed rows. */
  predictProbabilities(rows: TableRows | readonly Cell[], loss: Loss<unknown, Output>): Tensor;
  /** `model.predictClasses` of the transformed rows. */
  predictClasses(row: readonly Cell[] | ArrayLike<number>, loss: Loss<unknown, Output>): Label;
  predictClasses(rows: Table | ArrayLike<NestedRows>, loss: Loss<unknown, Output>): Label[];
  predictClasses(rows: TableRows | readonly Cell[], loss: Loss<unknown, Output>): Label | Label[];
}

/**
 * A fitted transform and the model that was trained on what it gives, as one: `predict(rows)` is `model.predict(transforms.apply(rows))`.
 *
 * Throws when the transform is not fitted; its methods throw as those of the transform and of the model do.
 *
 * @example
 * import { compose, createModel, oneHot, pipeline, standardize, toArray } from "@nudge/core";
 * import { dense } from "@nudge/layers";
 *
 * const rows = [[1, "red"], [3, "blue"]];
 * const transforms = compose(standardize(), oneHot()).fit(rows);
 * const model = createModel(dense(3, 1));
 * model.theta.set([1, 10, 100, 0]);
 * console.log(toArray(pipeline(transforms, model).predict(rows)));
 * // [ [ 99 ], [ 11 ] ]
 */
export function pipeline<O extends Output, Label extends number | string>(
  transforms: FittedTransform,
  model: Model<InitialTree, O, Label>,
): Pipeline<O, Label> {
  fittedReader().read("pipeline", "transforms", transforms);
  checkModel("pipeline", model);
  return {
    predict: (rows) => model.predict(transforms.apply(rows)),
    predictProbabilities: (rows, loss) => model.predictProbabilities(transforms.apply(rows), loss),
    predictClasses: ((rows: TableRows, loss: Loss<unknown, Output>) =>
      model.predictClasses(transforms.apply(rows), loss)) as Pipeline<O, Label>["predictClasses"],
  };
}
