// The lines that are spoken with a subject elsewhere, as docs/protocol.md has them: JSON, in which tensors are
// { shape, data }, row-major. The shortest decimal numbers that are read back as the same float64 are exact.
import { copy, isTensor, type Tensor, tensor } from "@nudge/core";
import { describe, sizeOf } from "@nudge/core/internal";

/** The version of the protocol: a subject that speaks another one is refused. */
export const version = 1;

/** What JSON has no numbers for, or loses the sign of. */
const words: readonly string[] = ["NaN", "Infinity", "-Infinity", "-0"];

const wireOfNumber = (x: number) => (Object.is(x, -0) ? "-0" : Number.isFinite(x) ? x : String(x));

/** A tensor, or several by name. */
export type Named = Tensor | { readonly [name: string]: Tensor };

/** Tensors as they travel. */
export function wireOf(tensors: Named): unknown {
  if (isTensor(tensors))
    return { shape: [...tensors.shape], data: Array.from(copy(tensors).data, wireOfNumber) };
  return Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, wireOf(x)]));
}

/** What travels as a word. */
function numberOf(what: string, x: unknown): number {
  if (typeof x === "string" && words.includes(x)) return Number(x);
  const rule = 'a number, or "NaN", "Infinity", "-Infinity" or "-0"';
  throw new Error(`${what} must be ${rule}, got ${describe(x)}`);
}

const isSize = (n: unknown) => typeof n === "number" && Number.isSafeInteger(n) && n >= 0;

/** The answers of a subject are objects; their names are read one by one. */
export function fieldsOf(what: string, value: unknown): Readonly<Record<string, unknown>> {
  if (typeof value === "object" && value !== null && !Array.isArray(value))
    return value as Record<string, unknown>;
  throw new Error(`${what} must be an object, got ${describe(value)}`);
}

/** What came for each of several names. Throws where it is one tensor. */
export function byName(what: string, value: unknown): Readonly<Record<string, unknown>> {
  const fields = fieldsOf(what, value);
  if (Array.isArray(fields.data)) throw new Error(`${what} must go by name, got one tensor`);
  return fields;
}

/** A tensor that came. Throws where it is none. */
export function tensorOf(what: string, value: unknown): Tensor {
  const { shape, data } = fieldsOf(what, value);
  if (!Array.isArray(shape) || !shape.every(isSize))
    throw new Error(`${what}.shape must be a list of lengths, got ${JSON.stringify(shape)}`);
  if (!Array.isArray(data)) throw new Error(`${what}.data must be a list, got ${describe(data)}`);
  if (data.length !== sizeOf(shape))
    throw new Error(`${what} has ${data.length} numbers, which do not fill its shape [${shape.join(", ")}]`);
  return tensor(
    Float64Array.from(data, (x, i) => (typeof x === "number" ? x : numberOf(`${what}.data[${i}]`, x))),
    shape,
  );
}

/** A tensor that came, or several by name. */
export function namedOf(what: string, value: unknown): Named {
  const fields = fieldsOf(what, value);
  if (Array.isArray(fields.data)) return tensorOf(what, fields);
  return Object.fromEntries(
    Object.entries(fields).map(([name, part]) => [name, tensorOf(`${what}.${name}`, part)]),
  );
}
