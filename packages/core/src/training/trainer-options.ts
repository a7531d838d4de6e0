import type { Read } from "../arguments/options.ts";
import { list, text, wholeNumber } from "../arguments/reader.ts";
import type { Output } from "../layer/contract.ts";
import type { Loss } from "../layer/loss.ts";
import { lossReader } from "../layer/recognize.ts";
import { type Regularization, regularizationReader } from "../layer/regularization.ts";
import { type Clip, clipReader } from "./gradient/clip.ts";
import { type Optimizer, optimizerReader } from "./optimizers/optimizer.ts";
import { constantRate, type Schedule, scheduleReader } from "./schedules/schedule.ts";

/** How a model is trained. */
export interface TrainerOptions {
  /** What training makes small. */
  readonly loss: Loss<unknown, Output>;
  /** The rule that moves the parameters. */
  readonly optimizer: Optimizer;
  /** A penalty on the weights that is part of the loss: `l1` or `l2`. @defaultValue none */
  readonly regularization?: Regularization;
  /** A rule that makes large gradients smaller: `clipByNorm` or `clipByValue`. @defaultValue none */
  readonly clip?: Clip;
  /** How the learning rate changes. @defaultValue it stays that of the optimizer */
  readonly schedule?: Schedule;
  /** Parameters to leave alone: names of slices ("0.weight"), or of layers ("0"). @defaultValue [] */
  readonly freeze?: readonly string[];
  /** Where random layers draw from, and whatever else is random: a whole number. @defaultValue 0 */
  readonly seed?: number;
}

/** What the options of a trainer must be, and what they are unless given. */
export const trainerReaders = () => ({
  loss: lossReader(),
  optimizer: optimizerReader(),
  regularization: regularizationReader(),
  clip: clipReader(),
  schedule: scheduleReader(constantRate),
  freeze: list("a list of names", text(), []),
  seed: wholeNumber(0),
});

/** The options of a trainer, once they are read. */
export type TrainerSettings = Read<ReturnType<typeof trainerReaders>>;
