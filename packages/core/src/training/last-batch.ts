import { type Dataset, sliceRows } from "../data/data.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import type { Model } from "../layer/model.ts";
import { rng } from "../random/rng.ts";
import { outsideArena } from "../tensor/arena.ts";

/** What a model throws in training on the first `rows` rows. Nothing that it draws, and no buffer, is kept. */
function failureOn(
  rows: number,
  { layer, parameters, buffers }: Model<InitialTree, Output>,
  dataset: Dataset,
): unknown {
  const { inputs } = sliceRows(dataset, 0, rows);
  try {
    outsideArena(() => layer.forward(inputs, parameters, { training: true, rng: rng(0) }, buffers));
  } catch (error) {
    return error;
  }
  return undefined;
}

/**
 * Throws when the last batch of an epoch has one row and the model can take two but not one, as with batch norm. No layer says
 * so of itself: it is tried.
 */
export function checkLastBatch(
  model: Model<InitialTree, Output>,
  dataset: Dataset,
  { batchSize, dropLast }: { readonly batchSize: number; readonly dropLast: boolean },
  caller: string,
): void {
  const { rows } = dataset;
  if (dropLast || rows < 2 || rows % batchSize !== 1) return;
  const failure = failureOn(1, model, dataset);
  if (!(failure instanceof Error) || failureOn(2, model, dataset) !== undefined) return;
  const last = `the last batch of an epoch has 1 row (${rows} rows, batchSize ${batchSize})`;
  const remedy = "set dropLast: true, or another batchSize";
  throw new Error(`${caller}: ${last}, which the model cannot take: ${failure.message}; ${remedy}`);
}
