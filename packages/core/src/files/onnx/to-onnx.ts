import { readOptions } from "../../arguments/options.ts";
import type { InitialTree, Output } from "../../layer/contract.ts";
import { checkModel, type Model } from "../../layer/model.ts";
import { type ExportOptions, graphOf, readersOfExport } from "../graph/graph-of.ts";
import { expectFloat32 } from "./expect-float32.ts";
import { modelOf } from "./nodes.ts";
import { encode } from "./protobuf.ts";

/**
 * A trained net as the bytes of an ONNX file, for onnxruntime and whatever else reads that: opset 19, input `input: [batch, ...]`,
 * output `output: [batch, ...]`.
 *
 * Numbers are float32, also those of a model of float64: runtimes have no convolution in float64. What they compute differs from
 * `model.predict` by the rounding of float32. `input` is the shape of a row, where the net does not begin with a dense layer. Throws
 * with the name of a layer that does not say, in `symbolic`, what it does, and where a number is beyond float32, such as 1e39.
 *
 * Source: https://onnx.ai/onnx/repo-docs/IR.html
 *
 * @example
 * import { createModel, toOnnx } from "@nudge/core";
 * import { dense, sequential, softmax } from "@nudge/layers";
 *
 * // To a file: await writeFile("iris.onnx", bytes)
 * const bytes = toOnnx(createModel(sequential(dense(4, 3), softmax())));
 * console.log(bytes.constructor.name);
 * // Uint8Array
 */
export function toOnnx(model: Model<InitialTree, Output>, options?: ExportOptions): Uint8Array {
  checkModel("toOnnx", model);
  const { input } = readOptions("toOnnx", options, readersOfExport());
  const graph = graphOf("toOnnx", model, input);
  expectFloat32("toOnnx", model, graph);
  return encode(modelOf(graph));
}
