// A trainer takes one step of training after another, on one batch each.

import { readOptions } from "../arguments/options.ts";
import { notNegative, optional } from "../arguments/reader.ts";
import { type Targets, toTargets } from "../layer/classes.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import { checkModel, type Model } from "../layer/model.ts";
import { toWeights, type Weights, weightsReader } from "../layer/weights.ts";
import { rng } from "../random/rng.ts";
import { Arena } from "../tensor/arena.ts";
import { countRows, type Inputs, isReady, toTensors } from "../tensor/rows.ts";
import { constantRate, rateOf } from "./schedules/schedule.ts";
import { createSteps } from "./step.ts";
import { type TrainerOptions, trainerReaders } from "./trainer-options.ts";

/** What a single step may be given. */
export interface StepOptions {
  /** The rate of this step. @defaultValue what the schedule says, or else the learning rate of the optimizer */
  readonly rate?: number;
  /** How much each row counts in the loss: from 0 on. @defaultValue 1 for each */
  readonly weights?: Weights;
}

/** Trains a model one batch at a time. */
export interface Trainer {
  /**
   * Takes one step on a batch, and gives its loss from before the step. Throws, leaving the parameters as they were,
   * when that or its gradient is not finite, and with the row and column when the batch is empty, ragged or not finite.
   */
  step(inputs: Inputs, targets: Targets, options?: StepOptions): number;
}

/**
 * A trainer for a loop of your own; `train` is built on it.
 *
 * It knows of no epochs: to a `schedule` each of its steps is one. Throws when an option is not what it must be, and when a
 * name to freeze is that of no parameter.
 *
 * @example
 * import { createModel, createTrainer, sgd } from "@nudge/core";
 * import { dense, meanSquaredError } from "@nudge/layers";
 *
 * const model = createModel(dense(1, 1));
 * model.theta.set([2, 0]);
 * const trainer = createTrainer(model, { loss: meanSquaredError(), optimizer: sgd({ learningRate: 0.25 }) });
 * const losses = [1, 2, 3].map(() => trainer.step([[1]], [[4]]));
 * console.log(losses.join(", "));
 * // 4, 0, 0
 */
export function createTrainer(model: Model<InitialTree, Output>, options: TrainerOptions): Trainer {
  checkModel("createTrainer", model);
  const settings = readOptions("createTrainer", options, trainerReaders());
  const { schedule, optimizer, seed } = settings;
  const { take: step } = createSteps(model, settings, rng(seed), "createTrainer");
  const { dtype } = model;
  const [inputArena, targetArena, weightArena] = [1, 2, 3].map(() => new Arena({ tellsKeepers: true }));
  const inContext = (event: string) => `step: ${event}`;
  const losses: number[] = [];

  function scheduledRate(): number {
    const steps = losses.length;
    return rateOf(schedule, { step: steps, epoch: steps, losses }, optimizer.learningRate, inContext);
  }

  // Tensors that are ready are taken as they are: `toTensors` would slow a tiny net.
  function takeStep(inputs: Inputs, targets: Targets, given: GivenOptions): number {
    const x = isReady(inputs, dtype)
      ? inputs
      : inputArena.run(() => toTensors(inputs, dtype, "step", "inputs"));
    const y = isReady(targets, dtype) ? targets : targetArena.run(() => toTargets(targets, model, "step"));
    const rows = countRows(x, "step", "inputs", y);
    const w = given.weights && weightArena.run(() => toWeights(given.weights!, rows, dtype, "step"));
    const batch = { inputs: x, targets: y, weights: w };
    if (schedule === constantRate) return step(batch, given.rate ?? optimizer.learningRate, inContext);
    const loss = step(batch, given.rate ?? scheduledRate(), inContext);
    losses.push(loss);
    return loss;
  }

  let running = false;
  return {
    step(inputs, targets, options) {
      if (running) throw new Error("step: called in the middle of a step of the same trainer");
      running = true;
      try {
        return takeStep(inputs, targets, options === undefined ? none : readGiven(options));
      } finally {
        running = false;
      }
    },
  };
}

const readGiven = (options: StepOptions) =>
  readOptions("step", options, { rate: optional(notNegative()), weights: weightsReader() });

type GivenOptions = ReturnType<typeof readGiven>;
const none: GivenOptions = { rate: undefined, weights: undefined };
