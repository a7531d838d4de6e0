// A safetensors file: the length of its header in 8 bytes, the header, and the numbers of all tensors without gaps.
//
//   header   {"__metadata__": {"key": "text"}, "0.weight": {"dtype": "F64", "shape": [4, 32], "data_offsets": [0, 1024]}}
//
// Numbers are little-endian, tensors row-major, offsets count from the end of the header.
// Source: https://github.com/huggingface/safetensors#format
import { describe, harmless, quoted } from "../arguments/describe.ts";
import { formatShape } from "../arguments/shape.ts";
import { contiguous } from "../tensor/contiguous.ts";
import { isPlain } from "../tensor/input.ts";
import type { Tensor } from "../tensor/tensor.ts";
import { parseStrictJson } from "./strict-json.ts";

/** A tensor as the file has it. */
export interface StoredTensor {
  /** The format's name of the kind of numbers, one of `bytesOf`: "F64". */
  readonly dtype: string;
  readonly shape: readonly number[];
  /** Its numbers: a view into the file. */
  readonly bytes: Uint8Array;
}

/** What a safetensors file holds. */
export interface StoredTensors {
  readonly tensors: ReadonlyMap<string, StoredTensor>;
  readonly metadata: ReadonlyMap<string, string>;
}

/** The bytes of a number of each kind. */
const bytesOf: ReadonlyMap<string, number> = new Map([
  ["F64", 8],
  ["I64", 8],
  ["U64", 8],
  ["F32", 4],
  ["I32", 4],
  ["U32", 4],
  ["F16", 2],
  ["BF16", 2],
  ["I16", 2],
  ["U16", 2],
  ["F8_E4M3", 1],
  ["F8_E5M2", 1],
  ["I8", 1],
  ["U8", 1],
  ["BOOL", 1],
]);

/** The longest header that the format's own reader takes. */
const longestHeader = 100_000_000;

/** The header, an entry in it, and its shape: nothing in a header is deeper. */
const deepestHeader = 3;

/** A list of a header as an error message has it. */
const printed = (value: unknown) =>
  Array.isArray(value) && value.length <= 8 ? harmless(JSON.stringify(value)) : describe(value);

const isCount = (value: unknown): value is number => Number.isSafeInteger(value) && (value as number) >= 0;

function writeNumbers(into: DataView, at: number, tensor: Tensor): void {
  const { data, offset, size } = contiguous(tensor);
  const isDouble = data instanceof Float64Array;
  for (let i = 0; i < size; i++) {
    if (isDouble) into.setFloat64(at + 8 * i, data[offset + i], true);
    else into.setFloat32(at + 4 * i, data[offset + i], true);
  }
}

/**
 * The bytes of a file with these tensors and texts. Tensors of float64 come first, so that all numbers lie at multiples
 * of their length.
 */
export function encodeSafetensors(
  tensors: readonly (readonly [name: string, x: Tensor])[],
  metadata: { readonly [key: string]: string },
): Uint8Array<ArrayBuffer> {
  const width = ({ dtype }: Tensor) => (dtype === "float64" ? 8 : 4);
  const sorted = tensors.toSorted(([, a], [, b]) => width(b) - width(a));
  const fields = [`"__metadata__":${JSON.stringify(metadata)}`];
  let end = 0;
  for (const [name, x] of sorted) {
    const begin = end;
    end += width(x) * x.size;
    const info = { dtype: x.dtype === "float64" ? "F64" : "F32", shape: x.shape, data_offsets: [begin, end] };
    fields.push(`${JSON.stringify(name)}:${JSON.stringify(info)}`);
  }
  const text = new TextEncoder().encode(`{${fields.join(",")}}`);
  const start = 8 * Math.ceil((8 + text.length) / 8);
  const file = new Uint8Array(start + end).fill(" ".charCodeAt(0), 0, start);
  const view = new DataView(file.buffer);
  view.setBigUint64(0, BigInt(start - 8), true);
  file.set(text, 8);
  let at = start;
  for (const [, x] of sorted) {
    writeNumbers(view, at, x);
    at += width(x) * x.size;
  }
  return file;
}

/** The text of the header, and where it ends. */
function readHeader(bytes: Uint8Array, caller: string): readonly [text: string, end: number] {
  const refuse = (rule: string) => new Error(`${caller}: ${rule}`);
  if (bytes.length < 8) throw refuse(`a safetensors file has at least 8 bytes, this one ${bytes.length}`);
  const length = new DataView(bytes.buffer, bytes.byteOffset).getBigUint64(0, true);
  if (length > longestHeader)
    throw refuse(`the header should be ${length} bytes long, and none is longer than ${longestHeader}`);
  const end = 8 + Number(length);
  if (end > bytes.length)
    throw refuse(`the header should be ${length} bytes long, and the file ends after ${bytes.length - 8}`);
  const header = bytes.subarray(8, end);
  if (header[0] !== "{".charCodeAt(0)) throw refuse('the header does not begin with "{"');
  try {
    return [new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(header), end];
  } catch {
    throw refuse("the header is no UTF-8");
  }
}

function readMetadata(value: unknown, caller: string): Map<string, string> {
  const metadata = new Map<string, string>();
  if (value === undefined) return metadata;
  if (!isPlain(value)) throw new Error(`${caller}: __metadata__ must be an object, got ${describe(value)}`);
  for (const [key, text] of Object.entries(value)) {
    if (typeof text !== "string")
      throw new Error(`${caller}: __metadata__ ${quoted(key)} must be a text, got ${describe(text)}`);
    metadata.set(key, text);
  }
  return metadata;
}

/** One entry of the header with its place among the numbers; `caller` names it. */
function readEntry(value: unknown, caller: string) {
  const refuse = (rule: string) => new Error(`${caller}: ${rule}`);
  if (!isPlain(value)) throw refuse(`expected an object, got ${describe(value)}`);
  const { dtype, shape, data_offsets: offsets, ...rest } = value as { readonly [key: string]: unknown };
  const [extra] = Object.keys(rest);
  if (extra !== undefined) throw refuse(`unknown key ${quoted(extra)}`);
  const bytes = typeof dtype === "string" ? bytesOf.get(dtype) : undefined;
  if (bytes === undefined)
    throw refuse(`dtype must be one of ${[...bytesOf.keys()].join(", ")}, got ${describe(dtype)}`);
  if (!Array.isArray(shape) || !shape.every(isCount))
    throw refuse(`shape must be whole numbers from 0 on, got ${printed(shape)}`);
  const size = shape.reduce((product, length) => product * length, bytes);
  if (!Array.isArray(offsets) || offsets.length !== 2 || !offsets.every(isCount))
    throw refuse(`data_offsets must be two whole numbers from 0 on, got ${printed(offsets)}`);
  const [begin, end] = offsets as number[];
  if (end - begin !== size)
    throw refuse(`${dtype} ${formatShape(shape)} takes ${size} bytes, and data_offsets hold ${end - begin}`);
  return { dtype: dtype as string, shape: shape as number[], begin, end };
}

/**
 * What a file holds. Nothing in it is trusted: throws, beginning with `caller` and naming the tensor, unless all of it is as
 * the format says, with tensors one after another from the end of the header to that of the file.
 */
export function decodeSafetensors(bytes: Uint8Array, caller: string): StoredTensors {
  const [text, start] = readHeader(bytes, caller);
  const header = parseStrictJson(text, `${caller}: the header`, deepestHeader) as object;
  const entries = new Map(Object.entries(header));
  const metadata = readMetadata(entries.get("__metadata__"), caller);
  entries.delete("__metadata__");
  const placed = [...entries]
    .map(([name, value]) => ({ name, ...readEntry(value, `${caller}: tensor ${quoted(name)}`) }))
    .sort((a, b) => a.begin - b.begin || a.end - b.end);
  let at = 0;
  for (const { name, begin, end } of placed) {
    if (begin !== at) {
      const fault = begin < at ? "overlaps the one before it, which ends" : "leaves a gap behind what ends";
      throw new Error(`${caller}: tensor ${quoted(name)} begins at ${begin} and ${fault} at ${at}`);
    }
    at = end;
  }
  if (at !== bytes.length - start)
    throw new Error(`${caller}: its tensors take ${at} bytes, and the file has ${bytes.length - start}`);
  const view = ({ dtype, shape, begin, end }: (typeof placed)[number]): StoredTensor => ({
    dtype,
    shape,
    bytes: bytes.subarray(start + begin, start + end),
  });
  return { tensors: new Map(placed.map((entry) => [entry.name, view(entry)])), metadata };
}
