// The graph of a whole model.
import { checkShape } from "../../arguments/check-shape.ts";
import { count, list, optional } from "../../arguments/reader.ts";
import { formatShape, sameShape } from "../../arguments/shape.ts";
import type { InitialTree, Output } from "../../layer/contract.ts";
import { kernelOf } from "../../layer/kernel-of.ts";
import { checkModel, type Model } from "../../layer/model.ts";
import { sequenceOf } from "../../layer/sequence.ts";
import { rng } from "../../random/rng.ts";
import { zeros } from "../../tensor/fill.ts";
import { isTensor } from "../../tensor/tensor.ts";
import { buildGraph } from "./build.ts";
import type { ModelGraph } from "./node.ts";

/** What of its model a file may have to be told. */
export interface ExportOptions {
  /** The shape of one row of the input: [1, 28, 28]. @defaultValue [inputs], of a net that begins with a dense layer */
  readonly input?: readonly number[];
}

/** What the options must be. */
export const readersOfExport = () => ({ input: optional(list("a shape such as [4]", count())) });

/** A row of the first layer with weights, where layers before it look at single entries. */
function rowOf(
  caller: string,
  { layer, parameters, buffers }: Model<InitialTree, Output>,
): readonly number[] {
  const layers = sequenceOf(layer, parameters, { training: false, rng: rng(0) }, buffers);
  const first = layers.find(({ layer }) => kernelOf(layer)?.kind !== "elementwise");
  const kernel = first && kernelOf(first.layer);
  const weight = kernel?.kind === "affine" ? first?.parameters[kernel.weight] : undefined;
  if (isTensor(weight)) return [weight.shape[0]];
  throw new Error(
    `${caller}: give the shape of a row, as ${first?.layer ?? layer} takes several: { input: [4] }`,
  );
}

/** What a model does with one row. Throws, beginning with `caller`, where a layer does not say it. */
export function graphOf(
  caller: string,
  model: Model<InitialTree, Output>,
  input?: readonly number[],
): ModelGraph {
  checkModel(caller, model);
  const shape = [1, ...(input ?? rowOf(caller, model))];
  checkShape(caller, shape);
  if (shape.length === 1) throw new Error(`${caller}: a row has at least one axis, got []`);
  const { graph, nodes, input: start, own } = buildGraph(caller, model.dtype, model.layer);
  const x = start(shape);
  const output = own(graph.apply(model.layer, x, model.parameters, model.buffers));
  // The layers refuse a row that they cannot take, each in its own name.
  const predicted = model.predict(zeros(shape, model.dtype));
  if (!isTensor(predicted) || !sameShape(predicted.shape, output.shape))
    throw new Error(
      `${caller}: ${model.layer} gives ${formatShape(output.shape)} by \`symbolic\`, and ${isTensor(predicted) ? formatShape(predicted.shape) : "several outputs"} by forward`,
    );
  return { dtype: model.dtype, nodes, input: x, output };
}
