export type { Data } from "./data/data.ts";
export type { Inputs, Rows } from "./data/door.ts";
export type {
  Definition,
  Forward,
  Initial,
  InitialTree,
  Input,
  InputGradient,
  Layer,
  Pass,
  Values,
} from "./layer/contract.ts";
export { defineLayer } from "./layer/define-layer.ts";
export { defineLoss, type Loss, type Target } from "./layer/define-loss.ts";
export { createModel, type Model, type PassOptions } from "./layer/model.ts";
export { checkOptions } from "./layer/options.ts";
export type { InputShape } from "./layer/summary.ts";
export { type Slice, slicesOf, viewsInto } from "./layer/theta.ts";
export { flatten, initialize, mapTree, type Tree } from "./layer/tree.ts";
export { constant } from "./random/constant.ts";
export { orthogonal } from "./random/orthogonal.ts";
export { type Rng, rng } from "./random/rng.ts";
export {
  glorotNormal,
  glorotUniform,
  heNormal,
  heUniform,
  lecunNormal,
  lecunUniform,
} from "./random/variance-scaling.ts";
export { add, divide, maximum, minimum, multiply, power, subtract } from "./tensor/arithmetic.ts";
export { concatenate } from "./tensor/concatenate.ts";
export { cast, copy } from "./tensor/copy.ts";
export { type NestedArray, tensor } from "./tensor/create.ts";
export { expectShape } from "./tensor/expect-shape.ts";
export { full, ones, zeros } from "./tensor/fill.ts";
export { format } from "./tensor/format.ts";
export { abs, exp, log, negate, sigmoid, sign, sqrt, square, tanh } from "./tensor/functions.ts";
export { map } from "./tensor/map.ts";
export { matmul } from "./tensor/matmul.ts";
export { argmax, max, mean, type ReduceOptions, sum } from "./tensor/reduce.ts";
export { reshape } from "./tensor/reshape.ts";
export { formatShape } from "./tensor/shape.ts";
export { slice } from "./tensor/slice.ts";
export { type Dtype, isTensor, type Tensor } from "./tensor/tensor.ts";
export { toArray } from "./tensor/to-array.ts";
export { transpose } from "./tensor/transpose.ts";
export { type AdamOptions, adam } from "./training/adam.ts";
export { evaluate } from "./training/evaluate.ts";
export { fit } from "./training/fit.ts";
export { accuracy, type Metric, type Scores } from "./training/metrics.ts";
export type { Optimizer, OptimizerState } from "./training/optimizer.ts";
export { type SgdOptions, sgd } from "./training/sgd.ts";
export { type Epoch, type TrainOptions, train } from "./training/train.ts";
export { createTrainer, type Trainer, type TrainerOptions } from "./training/trainer.ts";
