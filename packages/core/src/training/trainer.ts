// A trainer takes one step of training after another, on one batch each.

import { checkOptions } from "../arguments/options.ts";
import type { Loss } from "../layer/define-loss.ts";
import type { Model } from "../layer/model.ts";
import { rng } from "../random/rng.ts";
import { Arena } from "../tensor/arena.ts";
import { countRows, type Inputs, isReady, type Rows, toTensor, toTensors } from "../tensor/rows.ts";
import type { Clip } from "./gradient/clip.ts";
import type { Regularization } from "./gradient/regularization.ts";
import type { Optimizer } from "./optimizers/optimizer.ts";
import { createStep } from "./step.ts";

/** How a model is trained. */
export interface TrainerOptions {
  readonly loss: Loss;
  readonly optimizer: Optimizer;
  /** A penalty on the weights that is part of the loss: `l1` or `l2`. */
  readonly regularization?: Regularization;
  /** A rule that makes large gradients smaller: `clipByNorm` or `clipByValue`. */
  readonly clip?: Clip;
  /** Parameters to leave alone: names of slices ("0.weight"), or of layers ("0"). */
  readonly freeze?: readonly string[];
  /** Where random layers draw from; 0 unless given. */
  readonly seed?: number;
}

/** Trains a model one batch at a time. */
export interface Trainer {
  /**
   * Takes one step on a batch, and gives its loss from before the step. Throws, leaving the parameters as they were,
   * when that or its gradient is not finite, and with the row and column when the batch is empty, ragged or not finite.
   */
  step(inputs: Inputs, targets: Rows): number;
}

/**
 * A trainer for a loop of your own; `train` is built on it.
 *
 * Options: `loss` and `optimizer`; `regularization`, `l1` or `l2`, which is part of the loss; `clip`, `clipByNorm` or
 * `clipByValue`; `freeze`, names of parameters to leave alone; `seed` for random layers.
 * Throws when a name to freeze is that of no parameter.
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
export function createTrainer(model: Model, options: TrainerOptions): Trainer {
  checkOptions("createTrainer", options, ["loss", "optimizer", "regularization", "clip", "freeze", "seed"]);
  const step = createStep(model, options, rng(options.seed ?? 0), "createTrainer");
  const { dtype } = model;
  const [inputArena, targetArena] = [new Arena(), new Arena()];
  const put = (event: string) => `step: ${event}`;

  // Tensors that need nothing done to them go straight through; a tiny net would feel the way through the door.
  function takeStep(inputs: Inputs, targets: Rows): number {
    const x = isReady(inputs, dtype)
      ? inputs
      : inputArena.run(() => toTensors(inputs, dtype, "step", "inputs"));
    const y = isReady(targets, dtype)
      ? targets
      : targetArena.run(() => toTensor(targets, dtype, "step", "targets"));
    countRows(x, "step", "inputs", y);
    return step(x, y, put);
  }

  let running = false;
  return {
    step(inputs, targets) {
      if (running) throw new Error("step: called in the middle of a step of the same trainer");
      running = true;
      try {
        return takeStep(inputs, targets);
      } finally {
        running = false;
      }
    },
  };
}
