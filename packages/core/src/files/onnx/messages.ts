// The messages of ONNX that a net takes, by the numbers of their fields.
// Source: https://github.com/onnx/onnx/blob/main/onnx/onnx.proto
import type { TypedArray } from "../../tensor/tensor.ts";
import type { Message } from "./protobuf.ts";

/** ONNX 1.14: read by onnxruntime from 1.15 on, and by whatever is as old. The first in which windows of means are dilated. */
const IR_VERSION = 9;
const OPSET = 19;

const FLOAT = 1;
const INT64 = 7;

/** Whole numbers, of which there may be several. */
export type Attributes = { readonly [name: string]: number | readonly number[] };

const attribute = ([name, value]: [string, number | readonly number[]]): Message =>
  typeof value === "number" ? { 1: name, 3: value, 20: 2 } : { 1: name, 8: value, 20: 7 };

export const nodeMessage = (
  operation: string,
  inputs: readonly string[],
  output: string,
  attributes: Attributes,
): Message => ({ 1: inputs, 2: output, 4: operation, 5: Object.entries(attributes).map(attribute) });

/** Little-endian, whatever the host is. */
function bytesOf(length: number, size: number, write: (view: DataView, k: number) => void): Uint8Array {
  const bytes = new Uint8Array(length * size);
  const view = new DataView(bytes.buffer);
  for (let k = 0; k < length; k++) write(view, k);
  return bytes;
}

/** Numbers as float32. */
export const floatTensor = (
  name: string,
  shape: readonly number[],
  values: TypedArray | readonly number[],
): Message => ({
  1: shape,
  2: FLOAT,
  8: name,
  9: bytesOf(values.length, 4, (view, k) => view.setFloat32(4 * k, values[k], true)),
});

/** A list of whole numbers, as shapes and axes are. */
export const integerTensor = (name: string, values: readonly number[]): Message => ({
  1: values.length,
  2: INT64,
  8: name,
  9: bytesOf(values.length, 8, (view, k) => view.setBigInt64(8 * k, BigInt(values[k]), true)),
});

/** What comes in or out: float32, [batch, ...]. */
const tensorInfo = (name: string, row: readonly number[]): Message => ({
  1: name,
  2: { 1: { 1: FLOAT, 2: { 1: [{ 2: "batch" }, ...row.map((length) => ({ 1: length }))] } } },
});

export const modelMessage = (
  nodes: readonly Message[],
  initializers: readonly Message[],
  input: readonly number[],
  output: readonly number[],
): Message => ({
  1: IR_VERSION,
  2: "nudge",
  7: {
    1: nodes,
    2: "model",
    5: initializers,
    11: tensorInfo("input", input),
    12: tensorInfo("output", output),
  },
  8: { 1: "", 2: OPSET },
});
