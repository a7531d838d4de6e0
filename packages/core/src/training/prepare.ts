import { type Data, type Dataset, toDataset } from "../data/data.ts";
import { setApart } from "../data/set-apart.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import type { Model } from "../layer/model.ts";
import { rng } from "../random/rng.ts";
import { outsideArena } from "../tensor/arena.ts";
import { batchesOf } from "./batches.ts";
import { checkLastBatch } from "./last-batch.ts";
import { createRun, type Run, type Standing } from "./run.ts";
import { checkTogether, type TrainSettings } from "./train-options.ts";

/** A run on data at hand, and a function that gives the batches of its next epoch. */
export function prepare(
  caller: string,
  model: Model<InitialTree, Output>,
  data: Data,
  settings: TrainSettings,
  onStep?: (standing: () => Standing) => void,
): { run: Run; batches: () => Iterable<Dataset> } {
  checkTogether(settings, caller);
  const { seed, validation } = settings;
  const stream = rng(seed);
  const [splitting, shuffling, draws] = [stream.fork(), stream.fork(), stream.fork()];
  const keep = (rows: Data, caller: string) => outsideArena(() => toDataset(rows, model, caller));
  let training = keep(data, caller);
  let apart: Dataset | undefined;
  if (typeof validation === "number") [training, apart] = setApart(training, validation, splitting, caller);
  else if (validation !== undefined) apart = keep(validation, `${caller}: validation`);
  const batches = batchesOf(training, settings, shuffling, caller);
  const run = createRun(model, settings, { caller, draws, training, validation: apart, onStep });
  checkLastBatch(model, training, settings, caller);
  return { run, batches };
}
