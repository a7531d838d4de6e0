import { type Data, type Dataset, toDataset } from "../data/data.ts";
import { setApart } from "../data/set-apart.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import type { Model } from "../layer/model.ts";
import { rng } from "../random/rng.ts";
import { outsideArena } from "../tensor/arena.ts";
import { batchesOf } from "./batches.ts";
import { checkLastBatch } from "./last-batch.ts";
import type { Pause } from "./pause.ts";
import { createRun, type Run, type Standing } from "./run.ts";
import { checkForStream, type DataStream, streamBatches } from "./stream.ts";
import { checkTogether, type TrainSettings } from "./train-options.ts";

/** What is told of each step and each epoch. */
export type OnStep = (standing: () => Standing) => void;

/** A run that has not begun, and a function that gives the batches of its next epoch. */
interface Prepared<Batches> {
  readonly run: Run;
  readonly batches: () => Batches;
}

/** Independent streams of random numbers: what is drawn from one does not change the others. */
function streamsOf(seed: number) {
  const stream = rng(seed);
  return { splitting: stream.fork(), shuffling: stream.fork(), draws: stream.fork() };
}

const keep = (rows: Data, model: Model<InitialTree, Output>, caller: string) =>
  outsideArena(() => toDataset(rows, model, caller));

/** A run on data at hand. */
export function prepare(
  caller: string,
  model: Model<InitialTree, Output>,
  data: Data,
  settings: TrainSettings,
  onStep?: OnStep,
): Prepared<Iterable<Dataset>> {
  checkTogether(settings, caller);
  const { seed, validation } = settings;
  const { splitting, shuffling, draws } = streamsOf(seed);
  let training = keep(data, model, caller);
  let apart: Dataset | undefined;
  if (typeof validation === "number") [training, apart] = setApart(training, validation, splitting, caller);
  else if (validation !== undefined) apart = keep(validation, model, `${caller}: validation`);
  const batches = batchesOf(training, settings, shuffling, caller);
  const run = createRun(model, settings, { caller, draws, training, validation: apart, onStep });
  checkLastBatch(model, training, settings, caller);
  return { run, batches };
}

/** A run on a stream of data. */
export function prepareStream(
  caller: string,
  model: Model<InitialTree, Output>,
  stream: DataStream,
  settings: TrainSettings,
  pause: Pause,
  onStep?: OnStep,
): Prepared<AsyncIterable<Dataset>> {
  checkTogether(settings, caller);
  checkForStream(settings, caller);
  const { seed, validation } = settings;
  const apart =
    validation === undefined ? undefined : keep(validation as Data, model, `${caller}: validation`);
  const run = createRun(model, settings, {
    caller,
    draws: streamsOf(seed).draws,
    validation: apart,
    onStep,
  });
  return { run, batches: streamBatches(stream, model, settings, caller, pause) };
}
