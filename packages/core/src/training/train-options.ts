// What `train` and its like are told besides the model and the data.

import type { Read } from "../arguments/options.ts";
import { count, flag, kind, optional } from "../arguments/reader.ts";
import type { Data } from "../data/data.ts";
import { type Metrics, metricsReader } from "../metrics/metric.ts";
import { type EarlyStoppingOptions, earlyStoppingReader } from "./early-stopping.ts";
import { type TrainerOptions, trainerReaders } from "./trainer-options.ts";

/** What an epoch may be validated on: a fraction of the rows, or data. */
export type Validation = number | Data | undefined;

/** How a model is trained on data. */
export interface TrainOptions<V extends Validation = Validation, M extends Metrics = Metrics>
  extends TrainerOptions {
  /** How often to go through the data. */
  readonly epochs: number;
  /** Rows to a step. The last batch of an epoch may be smaller. @defaultValue 32 */
  readonly batchSize?: number;
  /** Whether to leave out the last batch of an epoch where it is smaller. @defaultValue false */
  readonly dropLast?: boolean;
  /** Whether each epoch takes the rows in a new order. @defaultValue true */
  readonly shuffle?: boolean;
  /** What each epoch is validated on: data, or the fraction of the rows to set apart for it at random. @defaultValue none */
  readonly validation?: V;
  /** What to measure in validation besides the loss. @defaultValue [] */
  readonly metrics?: M;
  /** Ends the training when the validation has not become better for some epochs, and keeps the best. @defaultValue none */
  readonly earlyStopping?: EarlyStoppingOptions<NoInfer<M>[number]["name"]>;
}

/** What the options must be, and what they are unless given. */
export const trainReaders = () => ({
  ...trainerReaders(),
  epochs: count(),
  batchSize: count(32),
  dropLast: flag(false),
  shuffle: flag(true),
  validation: optional(
    kind<number | Data>("data, or a fraction between 0 and 1", (value) =>
      typeof value === "number" ? value > 0 && value < 1 : typeof value === "object" && value !== null,
    ),
  ),
  metrics: metricsReader(),
  earlyStopping: earlyStoppingReader,
});

/** The options, once they are read. */
export type TrainSettings = Read<ReturnType<typeof trainReaders>>;
