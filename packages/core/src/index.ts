export { formatShape } from "./arguments/shape.ts";
export type { Data } from "./data/data.ts";

export { type SplitData, type SplitOptions, split } from "./data/split.ts";
export type { Cell, Table, TableRows } from "./data/table.ts";
export { compose } from "./data/transforms/compose.ts";
export type { FittedTransform, Transform } from "./data/transforms/define-transform.ts";
export { type ImputeOptions, impute } from "./data/transforms/impute.ts";
export { normalize } from "./data/transforms/normalize.ts";
export { oneHot } from "./data/transforms/one-hot.ts";
export { type Pipeline, pipeline } from "./data/transforms/pipeline.ts";
export { standardize } from "./data/transforms/standardize.ts";
export { windows } from "./data/transforms/windows.ts";
export type { Factories } from "./files/architecture.ts";
export { type AssignOptions, assignTensors, type TensorSource } from "./files/assign-tensors.ts";
export { fromBytes, type Loaded, type LoadOptions } from "./files/from-bytes.ts";
export type { ExportOptions } from "./files/graph/graph-of.ts";
export { toOnnx } from "./files/onnx/to-onnx.ts";
export { type SourceOptions, toSource } from "./files/source/to-source.ts";
export { type Saveable, type SaveOptions, toBytes } from "./files/to-bytes.ts";
export type { Targets } from "./layer/classes.ts";
export {
  type Definition,
  type Forward,
  type Initial,
  type InitialTree,
  type Input,
  type InputGradient,
  type Layer,
  type Needs,
  notNeeded,
  type Output,
  type OutputGradient,
  type Pass,
  type Values,
} from "./layer/contract.ts";
export { createModel, type ModelOptions } from "./layer/create-model.ts";
export { defineLayer } from "./layer/define-layer.ts";
export { defineLoss } from "./layer/define-loss.ts";
export type {
  Arithmetic,
  Formula,
  Graph,
  GraphOperand,
  GraphTensor,
  GraphWindow,
  Term,
} from "./layer/graph.ts";
export type {
  AffineKernel,
  ElementwiseKernel,
  LayerKernel,
  LossKernel,
  SequenceKernel,
} from "./layer/kernel.ts";
export type { Loss, LossDefinition } from "./layer/loss.ts";
export type { LossAndGradientOptions, Model, Prediction } from "./layer/model.ts";
export type { Regularization } from "./layer/regularization.ts";
export type { InputShape } from "./layer/summary.ts";
export type { Slice } from "./layer/theta.ts";
export type { Weights } from "./layer/weights.ts";
export { accuracy } from "./metrics/accuracy.ts";
export { auc } from "./metrics/auc.ts";
export { type ConfusionMatrix, confusion } from "./metrics/confusion.ts";
export { absoluteError, rSquared, squaredError } from "./metrics/errors.ts";
export type { Metric, Metrics, Scores } from "./metrics/metric.ts";
export { type Average, type AverageOptions, f1, precision, recall } from "./metrics/precision-recall.ts";
export { topK } from "./metrics/top-k.ts";
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
export { type NestedArray, type NumberArray, tensor } from "./tensor/create.ts";
export { expectShape } from "./tensor/expect-shape.ts";
export { full, ones, zeros } from "./tensor/fill.ts";
export { format } from "./tensor/format.ts";
export { abs, exp, log, negate, sign, sqrt, square } from "./tensor/functions.ts";
export { map } from "./tensor/map.ts";
export { type MatmulOptions, matmul } from "./tensor/matmul.ts";
export { argmax, max, mean, type ReduceOptions, sum } from "./tensor/reduce.ts";
export type { Inputs, NestedRows, Rows } from "./tensor/rows.ts";
export { slice } from "./tensor/slice.ts";
export { type Dtype, isTensor, type Tensor, type TypedArray } from "./tensor/tensor.ts";
export { tensors } from "./tensor/tensors.ts";
export { toArray } from "./tensor/to-array.ts";
export { transpose } from "./tensor/transpose.ts";
export type { Checkpoint } from "./training/checkpoint.ts";
export type { ClassWeights } from "./training/class-weights.ts";
export type { EarlyStoppingOptions } from "./training/early-stopping.ts";
export { type EvaluateOptions, evaluate } from "./training/evaluate.ts";
export { type FitOptions, fit } from "./training/fit.ts";
export { fitAsync } from "./training/fit-async.ts";
export { type Clip, type ClipByNormOptions, clipByNorm, clipByValue } from "./training/gradient/clip.ts";
export {
  l1,
  l2,
  type RegularizationOptions,
} from "./training/gradient/regularization.ts";
export { type AdadeltaOptions, adadelta } from "./training/optimizers/adadelta.ts";
export { type AdagradOptions, adagrad } from "./training/optimizers/adagrad.ts";
export { type AdamOptions, type AdamState, adam } from "./training/optimizers/adam.ts";
export { type AdamWOptions, adamw } from "./training/optimizers/adamw.ts";
export { type NadamOptions, nadam } from "./training/optimizers/nadam.ts";
export type { Optimizer, OptimizerState } from "./training/optimizers/optimizer.ts";
export { type RmspropOptions, rmsprop } from "./training/optimizers/rmsprop.ts";
export { type SgdOptions, sgd } from "./training/optimizers/sgd.ts";
export type { Epoch } from "./training/run.ts";
export { type CosineDecayOptions, cosineDecay } from "./training/schedules/cosine-decay.ts";
export { type ExponentialDecayOptions, exponentialDecay } from "./training/schedules/exponential-decay.ts";
export { type MilestoneDecayOptions, milestoneDecay } from "./training/schedules/milestone-decay.ts";
export { type OneCycleOptions, oneCycle } from "./training/schedules/one-cycle.ts";
export { type PlateauOptions, reduceOnPlateau } from "./training/schedules/reduce-on-plateau.ts";
export type { Moment, Schedule } from "./training/schedules/schedule.ts";
export { type StepDecayOptions, stepDecay } from "./training/schedules/step-decay.ts";
export { type WarmUpOptions, warmUp } from "./training/schedules/warm-up.ts";
export type { DataStream } from "./training/stream.ts";
export { train } from "./training/train.ts";
export { trainAsync } from "./training/train-async.ts";
export type { TrainOptions, Validation } from "./training/train-options.ts";
export { createTrainer, type StepOptions, type Trainer } from "./training/trainer.ts";
export type { TrainerOptions } from "./training/trainer-options.ts";
export { confusionToSvg } from "./watching/confusion.ts";
export { historyToCsv } from "./watching/csv.ts";
export type { History } from "./watching/history.ts";
export { type HistoryPageOptions, historyToHtml } from "./watching/html.ts";
export { historyToJson } from "./watching/json.ts";
export { historyToSvg } from "./watching/svg.ts";
export { historyToText } from "./watching/text.ts";
