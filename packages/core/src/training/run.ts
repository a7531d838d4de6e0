// What happens from the first batch to the last, whoever drives it and wherever the batches come from.
import type { Dataset } from "../data/data.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import type { Model } from "../layer/model.ts";
import type { Metrics, Scores } from "../metrics/metric.ts";
import type { Rng } from "../random/rng.ts";
import { earlyStoppingOf } from "./early-stopping.ts";
import { score } from "./evaluate.ts";
import { watchGrowth } from "./growth.ts";
import { rateOf } from "./schedules/schedule.ts";
import { createStep } from "./step.ts";
import type { TrainSettings, Validation } from "./train-options.ts";

/** What one epoch of training came to. */
export type Epoch<V extends Validation = undefined, M extends Metrics = readonly []> = {
  /** Counted from 1. */
  readonly epoch: number;
  /** The steps taken so far. */
  readonly step: number;
  /** The mean over the rows of the epoch, each from before the step on its batch; with the penalty of `regularization`. */
  readonly loss: number;
} & (V extends undefined ? unknown : { readonly validation: Scores<M> });

/** An epoch of which it is not known what was asked for. */
export type AnyEpoch = Epoch & { readonly validation?: Scores<Metrics> };

/** A training under way: `while (run.begin())`, a `step` on each batch of the epoch, and `finish`; `end` in any case. */
export interface Run {
  /** Begins the next epoch; false when there is none. */
  begin(): boolean;
  step(batch: Dataset): void;
  /** Ends the epoch, and gives what it came to. */
  finish(): AnyEpoch;
  /** Ends the training: after an epoch and not within one, the best is put back. */
  end(): void;
}

/** A run that has not begun. Random layers draw from `draws`; `validation` is what each epoch is validated on. */
export function createRun(
  model: Model<InitialTree, Output>,
  settings: TrainSettings,
  draws: Rng,
  validation: Dataset | undefined,
  caller: string,
): Run {
  const { loss, optimizer, schedule, epochs, metrics, earlyStopping } = settings;
  const takeStep = createStep(model, settings, draws, caller);
  const watch = watchGrowth();
  const stopping = earlyStopping && earlyStoppingOf(model, earlyStopping, metrics, caller);
  const losses: number[] = [];
  let steps = 0;
  let epoch = 0;
  let isWithin = false;
  let [batch, rows, total] = [0, 0, 0];
  const inContext = (event: string) => `${caller}: ${event} in epoch ${epoch}, batch ${batch}`;

  return {
    begin() {
      if (epoch === epochs || stopping?.isOver) return false;
      epoch++;
      isWithin = true;
      [batch, rows, total] = [0, 0, 0];
      return true;
    },
    step({ inputs, targets, rows: count }) {
      batch++;
      const moment = { step: steps, epoch: epoch - 1, losses };
      const rate = rateOf(schedule, moment, optimizer.learningRate, inContext);
      steps++;
      const value = takeStep(inputs, targets, rate, inContext);
      watch(value, inContext);
      rows += count;
      total += count * value;
    },
    finish() {
      const result = { epoch, step: steps, loss: total / rows };
      const scores = validation && score(model, validation, loss, metrics);
      losses.push(scores?.loss ?? result.loss);
      if (scores) stopping?.see(scores);
      isWithin = false;
      return scores ? { ...result, validation: scores } : result;
    },
    end() {
      if (!isWithin) stopping?.restore();
    },
  };
}
