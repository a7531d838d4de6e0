// Where a training stands after an epoch. What comes after depends on it, the data and the options, and on nothing else.
import { kind, optional } from "../arguments/reader.ts";
import { formatShape } from "../arguments/shape.ts";
import { checkClasses } from "../layer/classes.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import { modelWith } from "../layer/create-model.ts";
import type { Loss } from "../layer/loss.ts";
import type { Model } from "../layer/model.ts";
import { leavesOf, type Tree } from "../layer/tree.ts";
import { assign } from "../tensor/contiguous.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Memory } from "./memory.ts";

/** Writes the parameters and buffers of a model over those of another one of the same layer. */
export function copyState(from: Model<InitialTree, Output>, to: Model<InitialTree, Output>): void {
  to.theta.set(from.theta);
  const buffers = leavesOf(from.buffers as Tree<Tensor>);
  for (const [k, [, x]] of leavesOf(to.buffers as Tree<Tensor>).entries()) assign(x, buffers[k][1]);
}

/** A copy of a model, with parameters and buffers of its own. */
export function copyModel({ layer, parameters, buffers, dtype, classes }: Model<InitialTree, Output>): Model {
  return modelWith(layer, parameters as Tree<Tensor>, buffers as Tree<Tensor>, dtype, classes) as Model;
}

/**
 * Where a training stands after an epoch: the model, and all that the training remembers. `train(model, data, { ...options, from:
 * checkpoint })` goes on from there, to the bit as if it had not been interrupted.
 */
export interface Checkpoint {
  /** The model as it was, a copy. */
  readonly model: Model;
  /** What it is trained with. */
  readonly loss: Loss<unknown, Output>;
  /** The name of the optimizer. */
  readonly optimizer: string;
  /** How many epochs are finished. */
  readonly epoch: number;
}

const memories = new WeakMap<Checkpoint, Memory>();

/** A checkpoint with what the training remembers; throws where that has no number of epochs. */
export function makeCheckpoint(
  model: Model,
  loss: Loss<unknown, Output>,
  optimizer: string,
  memory: Memory,
): Checkpoint {
  const checkpoint = Object.freeze({ model, loss, optimizer, epoch: memory.readCount("epoch") });
  memories.set(checkpoint, memory);
  return checkpoint;
}

/** What the training of a checkpoint remembers. */
export const memoryOf = (checkpoint: Checkpoint): Memory => memories.get(checkpoint)!;

export const isCheckpoint = (value: unknown): value is Checkpoint => memories.has(value as Checkpoint);

/** Throws, beginning with `caller`, where a checkpoint is of another layer, precision, optimizer, or other classes. */
export function checkOrigin(
  { model: from, optimizer }: Checkpoint,
  model: Model<InitialTree, Output>,
  name: string,
  caller: string,
): void {
  const print = ({ layer, dtype, theta }: Model<InitialTree, Output>) =>
    `${layer} in ${dtype}, θ ${formatShape([theta.length])}`;
  if (print(from) !== print(model))
    throw new Error(`${caller}: from: the checkpoint is of ${print(from)}, and the model ${print(model)}`);
  checkClasses(from.classes, model, "the checkpoint", `${caller}: from`);
  if (optimizer !== name)
    throw new Error(`${caller}: from: the checkpoint is of ${optimizer}, and the optimizer ${name}`);
}

/** What `f` finds in the memory of a checkpoint; where something is not as it must be, the error begins with `caller`. */
export function recallFrom<T>(checkpoint: Checkpoint, caller: string, f: (memory: Memory) => T): T {
  try {
    return f(memoryOf(checkpoint));
  } catch (error) {
    throw new Error(`${caller}: from: the checkpoint does not fit: ${(error as Error).message}`);
  }
}

export const checkpointReader = () =>
  optional(kind<Checkpoint>("a checkpoint, such as load or epoch.checkpoint() gives", isCheckpoint));
