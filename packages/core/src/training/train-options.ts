// What `train` and its like are told besides the model and the data.

import type { Read } from "../arguments/options.ts";
import { count, flag, kind, optional } from "../arguments/reader.ts";
import type { Data } from "../data/data.ts";
import { type Metrics, metricsReader } from "../metrics/metric.ts";
import { type Checkpoint, checkpointReader } from "./checkpoint.ts";
import { type ClassWeights, classWeightsReader } from "./class-weights.ts";
import { type EarlyStoppingOptions, earlyStoppingReader } from "./early-stopping.ts";
import { type TrainerOptions, trainerReaders } from "./trainer-options.ts";

/** What an epoch may be validated on: a fraction of the rows, or data. */
export type Validation = number | Data | undefined;

/** How a model is trained on data. */
export interface TrainOptions<
  V extends Validation = Validation,
  M extends Metrics = Metrics,
  T extends boolean = boolean,
> extends TrainerOptions {
  /** How often to go through the data. */
  readonly epochs: number;
  /** Rows to a step. The last batch of an epoch may be smaller. @defaultValue 32 */
  readonly batchSize?: number;
  /** Whether to leave out the last batch of an epoch where it is smaller. @defaultValue false */
  readonly dropLast?: boolean;
  /** Whether each epoch takes the rows in a new order. @defaultValue true, and false for a stream, which has only one */
  readonly shuffle?: boolean;
  /** What each epoch is validated on: data, or the fraction of the rows to set apart for it at random. @defaultValue none */
  readonly validation?: V;
  /**
   * How much the rows of each class count in training, times their own weights: a weight for each class from 0 on, or "balanced", `w_c = n /
   * (classes n_c)`, so that all classes count the same. Targets are labels, or one-hot rows. @defaultValue all rows alike
   */
  readonly classWeights?: ClassWeights;
  /** What to measure in validation, and of the training, besides the loss. @defaultValue [] */
  readonly metrics?: M;
  /**
   * Whether each epoch also gives `training`: the loss and the metrics on the rows that were trained on, in evaluation mode,
   * after the last step. @defaultValue false
   */
  readonly trainingScores?: T;
  /** Ends the training when the validation has not become better for some epochs, and keeps the best. @defaultValue none */
  readonly earlyStopping?: EarlyStoppingOptions<NoInfer<M>[number]["name"]>;
  /**
   * Where to go on from: the model is put where it was then, and the epochs after it are as if there had been no interruption, if data
   * and options are the same. @defaultValue the model as it is, from epoch 1
   */
  readonly from?: Checkpoint | undefined;
  /** Ends the training before the next batch when it is aborted, by throwing its reason. @defaultValue none */
  readonly signal?: AbortSignal;
}

/** What the options must be, and what they are unless given. */
export const trainReaders = () => ({
  ...trainerReaders(),
  epochs: count(),
  batchSize: count(32),
  dropLast: flag(false),
  shuffle: optional(flag()),
  validation: optional(
    kind<number | Data>("data, or a fraction between 0 and 1", (value) =>
      typeof value === "number" ? value > 0 && value < 1 : typeof value === "object" && value !== null,
    ),
  ),
  classWeights: classWeightsReader,
  metrics: metricsReader(),
  trainingScores: flag(false),
  earlyStopping: earlyStoppingReader,
  from: checkpointReader(),
  signal: optional(kind<AbortSignal>("an AbortSignal", (value) => value instanceof AbortSignal)),
});

/** Throws when options do not go with one another. */
export function checkTogether(
  { validation, metrics, trainingScores, earlyStopping }: TrainSettings,
  caller: string,
): void {
  if (validation !== undefined) return;
  if (metrics.length > 0 && !trainingScores)
    throw new Error(
      `${caller}: metrics are measured in validation, which must be given too, or trainingScores`,
    );
  if (earlyStopping !== undefined)
    throw new Error(`${caller}: earlyStopping goes by validation, which must be given too`);
}

/** The options, once they are read. */
export type TrainSettings = Read<ReturnType<typeof trainReaders>>;
