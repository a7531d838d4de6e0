// What happens from the first batch to the last, whoever drives it and wherever the batches come from.
import type { Dataset } from "../data/data.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import type { Model } from "../layer/model.ts";
import type { Metrics, Scores } from "../metrics/metric.ts";
import type { Rng } from "../random/rng.ts";
import { earlyStoppingOf } from "./early-stopping.ts";
import { score } from "./evaluate.ts";
import { watchGrowth } from "./growth.ts";
import type { Work } from "./pause.ts";
import { rateOf } from "./schedules/schedule.ts";
import { createStep } from "./step.ts";
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
  /** The mean over the rows of the epoch, each from before the step on its batch; with the penalty of `regularization`. */
  readonly loss: number;
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
  { caller, draws, training, validation, onStep }: Circumstances,
): Run {
  const { loss, optimizer, schedule, epochs, metrics, earlyStopping, trainingScores, signal } = settings;
  const takeStep = createStep(model, settings, draws, caller);
  const watch = watchGrowth();
  const stopping = earlyStopping && earlyStoppingOf(model, earlyStopping, metrics, caller);
  const losses: number[] = [];
  let [steps, epoch, batch] = [0, 0, 0];
  /** Of the epoch; of all before it. */
  let [rows, total, rowsBefore] = [0, 0, 0];
  let mean = Number.NaN;
  let rowsOfEpoch = training?.rows;
  let isWithin = false;
  let last: Scores<Metrics> | undefined;
  const inContext = (event: string) => `${caller}: ${event} in epoch ${epoch}, batch ${batch}`;

  function standing(): Standing {
    const done = rowsBefore + rows;
    const rowsLeft = rowsOfEpoch === undefined ? undefined : epochs * rowsOfEpoch - done;
    return { epoch, loss: mean, validation: last, rows: done, rowsLeft };
  }

  return {
    begin() {
      if (epoch === epochs || stopping?.isOver) return false;
      epoch++;
      rowsBefore += rows;
      [batch, rows, total] = [0, 0, 0];
      isWithin = true;
      return true;
    },
    step({ inputs, targets, rows: count }) {
      signal?.throwIfAborted();
      batch++;
      const moment = { step: steps, epoch: epoch - 1, losses };
      const rate = rateOf(schedule, moment, optimizer.learningRate, inContext);
      steps++;
      const value = takeStep(inputs, targets, rate, inContext);
      watch(value, inContext);
      rows += count;
      total += count * value;
      mean = total / rows;
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
      return { ...result, ...ofTraining, ...ofValidation };
    },
    end() {
      if (!isWithin) stopping?.restore();
    },
  };
}
