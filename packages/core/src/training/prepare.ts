import { type Data, type Dataset, expectWeight, toDataset } from "../data/data.ts";
import { setApart } from "../data/set-apart.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import type { Model } from "../layer/model.ts";
import { isState, rng, rngAt } from "../random/rng.ts";
import { outsideArena } from "../tensor/arena.ts";
import { batchesOf } from "./batches.ts";
import { recallFrom } from "./checkpoint.ts";
import { weighClasses } from "./class-weights.ts";
import { checkLastBatch } from "./last-batch.ts";
import type { Memory } from "./memory.ts";
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

/**
 * Independent streams of random numbers: what is drawn from one does not change the others. Rows are set apart as they were when
 * the training began, and orders drawn from where it stands.
 */
function streamsOf({ seed, from }: TrainSettings, caller: string) {
  const stream = rng(seed);
  const [splitting, begun, draws] = [stream.fork(), stream.fork(), stream.fork()];
  const read = (memory: Memory) => rngAt(memory.read("shuffling", isState));
  return { splitting, shuffling: from === undefined ? begun : recallFrom(from, caller, read), draws };
}

const keep = (rows: Data, model: Model<InitialTree, Output>, caller: string) =>
  outsideArena(() => expectWeight(toDataset(rows, model, caller), caller));

/** A run on data at hand. */
export function prepare(
  caller: string,
  model: Model<InitialTree, Output>,
  data: Data,
  settings: TrainSettings,
  onStep?: OnStep,
): Prepared<Iterable<Dataset>> {
  checkTogether(settings, caller);
  const { validation, classWeights } = settings;
  const { splitting, shuffling, draws } = streamsOf(settings, caller);
  let training = keep(data, model, caller);
  let apart: Dataset | undefined;
  if (typeof validation === "number") [training, apart] = setApart(training, validation, splitting, caller);
  else if (validation !== undefined) apart = keep(validation, model, `${caller}: validation`);
  if (classWeights !== undefined)
    training = expectWeight(weighClasses(training, classWeights, caller), caller);
  const batches = batchesOf(training, settings, shuffling, caller);
  const run = createRun(model, settings, { caller, draws, shuffling, training, validation: apart, onStep });
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
  const { validation } = settings;
  const apart =
    validation === undefined ? undefined : keep(validation as Data, model, `${caller}: validation`);
  const run = createRun(model, settings, {
    caller,
    ...streamsOf(settings, caller),
    validation: apart,
    onStep,
  });
  return { run, batches: streamBatches(stream, model, settings, caller, pause) };
}
