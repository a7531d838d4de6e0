// The numbers of a stored tensor, exactly: half precisions fit into float32.
import { checkShape } from "../arguments/check-shape.ts";
import { quoted } from "../arguments/describe.ts";
import { fresh } from "../tensor/fresh.ts";
import { firstNonFinite } from "../tensor/non-finite.ts";
import type { Dtype, Tensor } from "../tensor/tensor.ts";
import type { StoredTensor } from "./safetensors.ts";

/** A half: a sign, 5 bits of exponent e, 10 bits of fraction f. ±(1 + f / 2¹⁰) 2^(e - 15), and ±f 2⁻²⁴ where e is 0. */
function half(bits: number): number {
  const sign = bits >> 15 ? -1 : 1;
  const exponent = (bits >> 10) & 31;
  const fraction = bits & 1023;
  if (exponent === 0) return sign * fraction * 2 ** -24;
  if (exponent === 31) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN;
  return sign * (1 + fraction * 2 ** -10) * 2 ** (exponent - 15);
}

interface Kind {
  readonly dtype: Dtype;
  readonly width: number;
  read(view: DataView, at: number): number;
}

const scratch = new DataView(new ArrayBuffer(4));

/** The upper half of a float32. */
function brain(bits: number): number {
  scratch.setUint32(0, bits << 16);
  return scratch.getFloat32(0);
}

const kinds: ReadonlyMap<string, Kind> = new Map([
  ["F64", { dtype: "float64", width: 8, read: (view, at) => view.getFloat64(at, true) }],
  ["F32", { dtype: "float32", width: 4, read: (view, at) => view.getFloat32(at, true) }],
  ["F16", { dtype: "float32", width: 2, read: (view, at) => half(view.getUint16(at, true)) }],
  ["BF16", { dtype: "float32", width: 2, read: (view, at) => brain(view.getUint16(at, true)) }],
]);

/** A stored tensor as one of float64 or float32. Throws, beginning with `caller`, where it holds no floating-point numbers. */
export function readNumbers({ dtype, shape, bytes }: StoredTensor, caller: string): Tensor {
  const kind = kinds.get(dtype);
  if (kind === undefined)
    throw new Error(`${caller}: expected ${[...kinds.keys()].join(", ")}, got ${quoted(dtype)}`);
  checkShape(caller, shape);
  const tensor = fresh(shape, kind.dtype);
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  for (let i = 0; i < tensor.size; i++) tensor.data[i] = kind.read(view, kind.width * i);
  return tensor;
}

/** As `readNumbers`; throws with the index too, where a number is not finite. */
export function finiteNumbers(stored: StoredTensor, caller: string): Tensor {
  const numbers = readNumbers(stored, caller);
  const index = firstNonFinite(numbers);
  if (index === undefined) return numbers;
  throw new Error(`${caller}: the entry at [${index.join(", ")}] is ${numbers.get(...index)}`);
}
