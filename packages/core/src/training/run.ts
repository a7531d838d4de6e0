// What happens from the first batch to the last, whoever drives it and wherever the batches come from.
import { type Dataset, weightOf } from "../data/data.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import type { Model } from "../layer/model.ts";
import { relocate } from "../layer/row-error.ts";
import type { Metrics, Scores } from "../metrics/metric.ts";
import { type Rng, stateOf } from "../random/rng.ts";
import {
  type Checkpoint,
  checkOrigin,
  copyModel,
  copyState,
  makeCheckpoint,
  recallFrom,
} from "./checkpoint.ts";
import { earlyStoppingOf } from "./early-stopping.ts";
import { score } from "./evaluate.ts";
import { watchGrowth } from "./growth.ts";
import { Memory } from "./memory.ts";
import type { Work } from "./pause.ts";
import { rateOf } from "./schedules/schedule.ts";
import { createSteps } from "./step.ts";
import type { TrainSettings, Validation } from "./train-options.ts";

/** What one epoch of training came to. */
export type Epoch<
  V extends Validation = undefined,
  M extends Metrics = readonly [],
  T extends boolean = false,
> = {
  /** Counted from 1. */
  readonly epoch: number;
  /** The steps taken so far. */
  readonly step: number;
  /**
   * The mean over the rows of the epoch, by their weights, each from before the step on its batch; with the penalty of
   * `regularization`.
   */
  readonly loss: number;
  /**
   * Where the training stands, to save it and to go on from it: `train(model, data, { ...options, from })`. Throws when the training has
   * gone on, or has ended.
   */
  checkpoint(): Checkpoint;
} & (T extends true ? { readonly training: Scores<M> } : unknown) &
  (V extends undefined ? unknown : { readonly validation: Scores<M> });

/** An epoch of which it is not known what was asked for. */
export type AnyEpoch = Epoch & { readonly training?: Scores<Metrics>; readonly validation?: Scores<Metrics> };

/** Where a training is in an epoch, or at its end. */
export interface Standing {
  readonly epoch: number;
  /** The mean over the rows of the epoch so far. */
  readonly loss: number;
  /** The last validation there was. */
  readonly validation: Scores<Metrics> | undefined;
  /** The rows trained on so far, in all epochs. */
  readonly rows: number;
  /** Those to go, as far as it is known. */
  readonly rowsLeft: number | undefined;
}

/** What a run may be given besides the model and the settings. */
interface Circumstances {
  /** Who was called. */
  readonly caller: string;
  /** Where random layers draw from. */
  readonly draws: Rng;
  /** Where the orders of rows are drawn from. */
  readonly shuffling: Rng;
  /** All rows that are trained on, where they are at hand. */
  readonly training?: Dataset;
  /** What each epoch is validated on. */
  readonly validation?: Dataset | undefined;
  /** Is told of each step and each epoch. */
  readonly onStep?: ((standing: () => Standing) => void) | undefined;
}

/** A training under way: `while (run.begin())`, a `step` on each batch of the epoch, and `finish`; `end` in any case. */
export interface Run {
  /** Begins the next epoch; false when there is none. */
  begin(): boolean;
  step(batch: Dataset): void;
  /** Ends the epoch, and gives what it came to. */
  finish(): Work<AnyEpoch>;
  /** Ends the training: after an epoch and not within one, the best is put back. */
  end(): void;
}

export function createRun(
  model: Model<InitialTree, Output>,
  settings: TrainSettings,
  { caller, draws, shuffling, training, validation, onStep }: Circumstances,
): Run {
  const { loss, optimizer, schedule, epochs, metrics, earlyStopping, trainingScores, from, signal } =
    settings;
  const stepping = createSteps(model, settings, draws, caller);
  const growth = watchGrowth();
  const stopping = earlyStopping && earlyStoppingOf(model, earlyStopping, metrics, caller);
  const parts = [stepping, growth, ...(stopping ? [stopping] : [])];
  const losses: number[] = [];
  let [steps, epoch, batch] = [0, 0, 0];
  /** Of the epoch; of all before it. */
  let [rows, weight, total, rowsBefore] = [0, 0, 0, 0];
  let mean = Number.NaN;
  let rowsOfEpoch = training?.rows;
  let isWithin = false;
  let isOver = false;
  let last: Scores<Metrics> | undefined;
  const inContext = (event: string) => `${caller}: ${event} in epoch ${epoch}, batch ${batch}`;

  if (from !== undefined) {
    checkOrigin(from, model, optimizer.name, caller);
    recallFrom(from, caller, (memory) => {
      epoch = memory.readCount("epoch");
      steps = memory.readCount("steps");
      // One by one: as arguments of one call, those of a long training would not fit on the stack.
      for (const value of memory.read("losses", ({ length }) => length === epoch)) losses.push(value);
      for (const part of parts) part.recall(memory);
    });
    copyState(from.model, model);
  }
  const before = epoch;

  function standing(): Standing {
    const done = rowsBefore + rows;
    const rowsLeft = rowsOfEpoch === undefined ? undefined : (epochs - before) * rowsOfEpoch - done;
    return { epoch, loss: mean, validation: last, rows: done, rowsLeft };
  }

  function checkpointAfter(finished: number): Checkpoint {
    if (epoch !== finished || isWithin || isOver)
      throw new Error(`checkpoint: epoch ${finished} is past: take it before the training goes on or ends`);
    const memory = new Memory();
    memory.write("epoch", [epoch]);
    memory.write("losses", losses);
    memory.write("shuffling", stateOf(shuffling));
    for (const part of parts) part.remember(memory);
    return makeCheckpoint(copyModel(model), loss, optimizer.name, memory);
  }

  function take(dataset: Dataset, rate: number): number {
    try {
      return stepping.take(dataset, rate, inContext);
    } catch (error) {
      // The rows of a stream count on from those of the epoch so far.
      const { placeOf = (row) => rows + row } = dataset;
      throw relocate(error, placeOf);
    }
  }

  return {
    begin() {
      if (epoch >= epochs || stopping?.isOver) return false;
      epoch++;
      rowsBefore += rows;
      [batch, rows, weight, total] = [0, 0, 0, 0];
      isWithin = true;
      return true;
    },
    step(dataset) {
      signal?.throwIfAborted();
      batch++;
      const moment = { step: steps, epoch: epoch - 1, losses };
      const rate = rateOf(schedule, moment, optimizer.learningRate, inContext);
      steps++;
      const value = take(dataset, rate);
      growth.see(value, inContext);
      rows += dataset.rows;
      const count = weightOf(dataset);
      weight += count;
      total += count * value;
      mean = weight > 0 ? total / weight : 0;
      onStep?.(standing);
    },
    *finish() {
      const result = { epoch, step: steps, loss: mean };
      const ofTraining =
        trainingScores && training ? { training: yield* score(model, training, loss, metrics) } : {};
      const ofValidation = validation ? { validation: yield* score(model, validation, loss, metrics) } : {};
      last = ofValidation.validation;
      losses.push(last?.loss ?? result.loss);
      if (last) stopping?.see(last);
      rowsOfEpoch = rows;
      isWithin = false;
      onStep?.(standing);
      // No entry of its own, so that an epoch can be compared, printed and cloned.
      const checkpoint = { value: checkpointAfter.bind(undefined, epoch) };
      return Object.defineProperty(
        { ...result, ...ofTraining, ...ofValidation } as AnyEpoch,
        "checkpoint",
        checkpoint,
      );
    },
    end() {
      isOver = true;
      if (!isWithin) stopping?.restore();
    },
  };
}
