import { readOptions } from "../arguments/options.ts";
import { flag, oneOf, wholeNumber } from "../arguments/reader.ts";
import { refusal } from "../arguments/refusal.ts";
import { rng } from "../random/rng.ts";
import { outsideArena } from "../tensor/arena.ts";
import { assign } from "../tensor/contiguous.ts";
import { cast } from "../tensor/copy.ts";
import { fresh } from "../tensor/fresh.ts";
import { type Input, mapTensors, type Output } from "../tensor/input.ts";
import { reshape } from "../tensor/reshape.ts";
import { countRows, type Inputs, isRows, mapRows, type Rows, toTensor, toTensors } from "../tensor/rows.ts";
import type { TypedArray } from "../tensor/tensor.ts";
import { type Dtype, isTensor, type Tensor } from "../tensor/tensor.ts";
import type { InitialTree, InputGradient, Layer } from "./contract.ts";
import { differentiate } from "./differentiate.ts";
import type { Model, Prediction } from "./model.ts";
import { isLayer, lossReader } from "./recognize.ts";
import { regularizationReader } from "./regularization.ts";
import { summarize, tabulate } from "./summary.ts";
import { type Slice, slicesOf, viewsInto } from "./theta.ts";
import { initialize, leavesOf, mapTree, type Tree } from "./tree.ts";

/** How a model starts. */
export interface ModelOptions {
  /** Where initial parameters are drawn from: a whole number. @defaultValue 0 */
  readonly seed?: number;
  /** The precision of all arrays of the model. "float32" is faster, and too coarse to check gradients. @defaultValue "float64" */
  readonly dtype?: Dtype;
}

/** A tensor in a precision: itself, where it has that. */
const inPrecision = (x: Tensor, dtype: Dtype) => (x.dtype === dtype ? x : cast(x, dtype));

/** Whether the rows are one row without a batch: a flat array, or a tensor of rank 1. */
function isSingle(rows: Rows): boolean {
  return isTensor(rows) ? rows.dimension === 1 : isRows(rows) && typeof rows[0] === "number";
}

function batchOfOne(row: Rows): Rows {
  return isTensor(row) ? reshape(row, [1, row.size]) : [row];
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
 * a layer.
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
>(definition: Layer<P, C, B, I, G, O>, options?: ModelOptions): Model<P, Prediction<O>> {
  const { seed, dtype } = readOptions("createModel", options, {
    seed: wholeNumber(0),
    dtype: oneOf(["float64", "float32"], "float64"),
  });
  if (!isLayer(definition)) {
    const hint = typeof definition === "function" ? "; call it: createModel(dense(4, 3))" : "";
    throw refusal("createModel", "expected a layer", definition, hint);
  }

  const layer: Layer = definition;
  const stream = rng(seed);
  // What is drawn is kept, wherever the model is made.
  const draw = (tree: InitialTree) => outsideArena(() => initialize(tree, stream)) as Tree<Tensor>;
  const initial = draw(layer.parameters);
  const slices = slicesOf(initial);
  const length = slices.reduce((sum, slice) => sum + slice.length, 0);
  const theta = fresh([length], dtype).data;
  const gradient = fresh([length], dtype).data;
  const parameters = viewsInto(theta, initial);
  const values = leavesOf(initial);
  for (const [k, [, view]] of leavesOf(parameters).entries()) assign(view, values[k][1]);
  const buffers = outsideArena(() => mapTree(draw(layer.buffers), (x) => cast(x, dtype)));

  function predict(inputs: Inputs): Output {
    let single = true;
    mapRows(inputs, (rows) => {
      single &&= isSingle(rows);
    });
    const x = toTensors(single ? mapRows(inputs, batchOfOne) : inputs, dtype, "predict");
    countRows(x, "predict");
    const [output] = layer.forward(x, parameters, { training: false, rng: rng(0) }, buffers);
    return mapTensors(output, (x) => {
      const y = inPrecision(x, dtype);
      return single ? reshape(y, y.shape.slice(1)) : y;
    });
  }

  const readers = {
    loss: lossReader(),
    regularization: regularizationReader(),
    training: flag(true),
    seed: wholeNumber(0),
  };
  const model: Model<InitialTree, Output> = {
    layer,
    dtype,
    theta,
    gradient,
    slices,
    parameters,
    gradients: viewsInto(gradient, initial),
    buffers,
    load: (values) => load(theta, slices, values),
    // The prediction is kept, also where a layer or a loss of another model asks for it in a step of that.
    predict: (inputs) => outsideArena(() => predict(inputs)),
    lossAndGradient(inputs, targets, options) {
      const { loss, regularization, training, seed } = readOptions("lossAndGradient", options, readers);
      const x = toTensors(inputs, dtype, "lossAndGradient", "inputs");
      const y = toTensor(targets, dtype, "lossAndGradient", "targets");
      countRows(x, "lossAndGradient", "inputs", y);
      return differentiate(model, x, y, loss, regularization, { training, rng: rng(seed) }).value;
    },
    summary: (inputShape) => summarize(model, inputShape),
    toString: () => tabulate(model),
    toJSON() {
      throw new Error(
        "toJSON: JSON does not hold a model; keep [...model.theta], and give it to load of a model of the same layer",
      );
    },
  };
  return model as unknown as Model<P, Prediction<O>>;
}
