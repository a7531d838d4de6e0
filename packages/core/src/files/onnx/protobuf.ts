// Protocol buffers, as much of them as ONNX takes: fields that are whole numbers, and fields that are bytes, texts or messages.
// Source: https://protobuf.dev/programming-guides/encoding

/** What a field holds: a whole number from 0 on, a text, bytes, or a message; of several, the field comes again for each. */
type Value = number | string | Uint8Array | Message | readonly Value[];

/** A message, by the numbers of its fields. */
export interface Message {
  readonly [field: number]: Value | undefined;
}

const VARINT = 0;
const LENGTH_DELIMITED = 2;

/** Seven bits to a byte, the lowest first; the eighth says that more follow. */
function varint(value: number): number[] {
  const bytes: number[] = [];
  let rest = value;
  for (; rest > 127; rest = Math.floor(rest / 128)) bytes.push((rest % 128) + 128);
  return [...bytes, rest];
}

function join(parts: readonly Uint8Array[]): Uint8Array {
  const joined = new Uint8Array(parts.reduce((total, { length }) => total + length, 0));
  let at = 0;
  for (const part of parts) {
    joined.set(part, at);
    at += part.length;
  }
  return joined;
}

function fieldParts(field: number, value: Value | undefined): Uint8Array[] {
  if (value === undefined) return [];
  if (Array.isArray(value)) return value.flatMap((one) => fieldParts(field, one));
  if (typeof value === "number") return [Uint8Array.from([...varint(field * 8 + VARINT), ...varint(value)])];
  const bytes =
    typeof value === "string"
      ? new TextEncoder().encode(value)
      : value instanceof Uint8Array
        ? value
        : encode(value as Message);
  return [Uint8Array.from([...varint(field * 8 + LENGTH_DELIMITED), ...varint(bytes.length)]), bytes];
}

/** The bytes of a message, its fields in the order of their numbers. */
export const encode = (message: Message): Uint8Array =>
  join(Object.entries(message).flatMap(([field, value]) => fieldParts(Number(field), value)));
