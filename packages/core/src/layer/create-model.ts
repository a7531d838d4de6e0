import { readOptions } from "../arguments/options.ts";
import { flag, oneOf, optional, wholeNumber } from "../arguments/reader.ts";
import { refusal } from "../arguments/refusal.ts";
import { rng } from "../random/rng.ts";
import { outsideArena } from "../tensor/arena.ts";
import { assign } from "../tensor/contiguous.ts";
import { cast } from "../tensor/copy.ts";
import { fresh } from "../tensor/fresh.ts";
import type { Input, Output } from "../tensor/input.ts";
import { countRows, type Inputs, toTensors } from "../tensor/rows.ts";
import type { Dtype, Tensor, TypedArray } from "../tensor/tensor.ts";
import { classesReader, toTargets } from "./classes.ts";
import type { InitialTree, InputGradient, Layer } from "./contract.ts";
import { differentiate } from "./differentiate.ts";
import type { Loss } from "./loss.ts";
import type { Model, Prediction } from "./model.ts";
import { predict, predictClasses, predictProbabilities } from "./predict.ts";
import { isLayer, lossReader } from "./recognize.ts";
import { regularizationReader } from "./regularization.ts";
import { summarize, tabulate } from "./summary.ts";
import { type Slice, slicesOf, viewsInto } from "./theta.ts";
import { initialize, leavesOf, mapTree, type Tree } from "./tree.ts";
import { toWeights, weightsReader } from "./weights.ts";

/** How a model starts. */
export interface ModelOptions<K extends readonly string[] | undefined = readonly string[] | undefined> {
  /** Where initial parameters are drawn from: a whole number. @defaultValue 0 */
  readonly seed?: number;
  /** The precision of all arrays of the model. "float32" is faster, and too coarse to check gradients. @defaultValue "float64" */
  readonly dtype?: Dtype;
  /** Names for the labels 0, 1, ...: targets may then be these names, and predicted classes are. @defaultValue none */
  readonly classes?: K;
}

/** Writes values over θ, once they are known to fit. */
function load(theta: TypedArray, slices: readonly Slice[], values: ArrayLike<number>): void {
  const isList = Array.isArray(values) || (ArrayBuffer.isView(values) && !(values instanceof DataView));
  if (!isList) throw refusal("load", `expected an array of ${theta.length} numbers`, values);
  if (values.length !== theta.length)
    throw new Error(`load: expected ${theta.length} values, as θ is long, got ${values.length}`);
  const rounded = theta.slice();
  for (let i = 0; i < theta.length; i++) {
    const value: unknown = values[i];
    if (typeof value === "number") rounded[i] = value;
    if (typeof value === "number" && Number.isFinite(rounded[i])) continue;
    const { name } = slices.findLast(({ offset }) => offset <= i)!;
    throw refusal("load", `value ${i}, of ${name}, must be a finite number`, value);
  }
  theta.set(rounded);
}

/**
 * Draws the parameters of a layer from a seed and lays them out in one vector θ. Throws when it is given something else than
 * a layer, and when `classes` are not two different names at least.
 *
 * @example
 * import { createModel } from "@nudge/core";
 * import { dense, sequential, tanh } from "@nudge/layers";
 *
 * const model = createModel(sequential(dense(4, 32), tanh(), dense(32, 3)), { seed: 42 });
 * console.log(`${model}`);
 * // layer            parameters
 * // 0  dense(4, 32)         160
 * // 1  tanh()                 0
 * // 2  dense(32, 3)          99
 * // total                   259
 */
export function createModel<
  P extends InitialTree,
  C,
  B extends InitialTree,
  I extends Input,
  G extends InputGradient<Input>,
  O extends Output,
  const K extends readonly string[] | undefined = undefined,
>(
  definition: Layer<P, C, B, I, G, O>,
  options?: ModelOptions<K>,
): Model<P, Prediction<O>, K extends readonly string[] ? K[number] : number> {
  const { seed, dtype, classes } = readOptions("createModel", options as ModelOptions | undefined, {
    seed: wholeNumber(0),
    dtype: oneOf(["float64", "float32"], "float64"),
    classes: optional(classesReader()),
  });
  if (!isLayer(definition)) {
    const hint = typeof definition === "function" ? "; call it: createModel(dense(4, 3))" : "";
    throw refusal("createModel", "expected a layer", definition, hint);
  }

  const stream = rng(seed);
  // What is drawn is kept, wherever the model is made.
  const draw = (tree: InitialTree) => outsideArena(() => initialize(tree, stream)) as Tree<Tensor>;
  const [parameters, buffers] = [draw(definition.parameters), draw(definition.buffers)];
  return modelWith(definition, parameters, buffers, dtype, classes) as never;
}

/** A model that starts with copies of these parameters and buffers. */
export function modelWith(
  layer: Layer,
  initial: Tree<Tensor>,
  initialBuffers: Tree<Tensor>,
  dtype: Dtype,
  classes: readonly string[] | undefined,
): Model<InitialTree, Output> {
  const slices = slicesOf(initial);
  const length = slices.reduce((sum, slice) => sum + slice.length, 0);
  const theta = fresh([length], dtype).data;
  const gradient = fresh([length], dtype).data;
  const parameters = viewsInto(theta, initial);
  const values = leavesOf(initial);
  for (const [k, [, view]] of leavesOf(parameters).entries()) assign(view, values[k][1]);
  const buffers = outsideArena(() => mapTree(initialBuffers, (x) => cast(x, dtype)));

  const readers = {
    loss: lossReader(),
    weights: weightsReader(),
    regularization: regularizationReader(),
    training: flag(true),
    seed: wholeNumber(0),
  };
  const model: Model<InitialTree, Output> = {
    layer,
    dtype,
    classes: classes && Object.freeze([...classes]),
    theta,
    gradient,
    slices,
    parameters,
    gradients: viewsInto(gradient, initial),
    buffers,
    load: (values) => load(theta, slices, values),
    predict: (inputs) => predict(model, inputs),
    predictProbabilities: (inputs, loss) =>
      predictProbabilities(model, inputs, lossReader().read("predictProbabilities", "loss", loss)),
    predictClasses: ((inputs: Inputs, loss: Loss<unknown, Output>) =>
      predictClasses(model, inputs, lossReader().read("predictClasses", "loss", loss))) as never,
    lossAndGradient(inputs, targets, options) {
      const { loss, weights, regularization, training, seed } = readOptions(
        "lossAndGradient",
        options,
        readers,
      );
      const x = toTensors(inputs, dtype, "lossAndGradient", "inputs");
      const y = toTargets(targets, model, "lossAndGradient");
      const rows = countRows(x, "lossAndGradient", "inputs", y);
      const w = weights && toWeights(weights, rows, dtype, "lossAndGradient");
      const batch = { inputs: x, targets: y, weights: w };
      return differentiate(model, batch, loss, regularization, { training, rng: rng(seed) }).value;
    },
    summary: (inputShape) => summarize(model, inputShape),
    toString: () => tabulate(model),
    toJSON() {
      throw new Error(
        "toJSON: JSON does not hold a model; keep [...model.theta], and give it to load of a model of the same layer",
      );
    },
  };
  return model;
}
