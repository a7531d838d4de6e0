// A reader of ONNX files for the tests, written from the specifications, and not from the writer:
// https://protobuf.dev/programming-guides/encoding and https://github.com/onnx/onnx/blob/main/onnx/onnx.proto

type Fields = ReadonlyMap<number, readonly (number | Uint8Array)[]>;

function read(bytes: Uint8Array): Fields {
  const fields = new Map<number, (number | Uint8Array)[]>();
  let at = 0;
  const varint = () => {
    let value = 0n;
    for (let shift = 0n; ; shift += 7n) {
      if (at >= bytes.length) throw new Error("a varint ends too early");
      const byte = bytes[at++];
      value |= BigInt(byte & 127) << shift;
      if (byte < 128) return Number(value);
    }
  };
  while (at < bytes.length) {
    const key = varint();
    const [field, type] = [Math.floor(key / 8), key % 8];
    if (type !== 0 && type !== 2) throw new Error(`wire type ${type}`);
    const value = varint();
    fields.set(field, [...(fields.get(field) ?? []), type === 0 ? value : bytes.subarray(at, at + value)]);
    if (type === 2) at += value;
    if (at > bytes.length) throw new Error("a field ends beyond the file");
  }
  return fields;
}

const numbers = (fields: Fields, field: number) => (fields.get(field) ?? []) as readonly number[];
const messages = (fields: Fields, field: number) =>
  ((fields.get(field) ?? []) as readonly Uint8Array[]).map(read);
const texts = (fields: Fields, field: number) =>
  ((fields.get(field) ?? []) as readonly Uint8Array[]).map((bytes) => new TextDecoder().decode(bytes));

function valueInfo(fields: Fields) {
  const [type] = messages(messages(fields, 2)[0], 1);
  const dimensions = messages(messages(type, 2)[0], 1);
  return {
    name: texts(fields, 1)[0],
    elementType: numbers(type, 1)[0],
    shape: dimensions.map((dimension) => texts(dimension, 2)[0] ?? numbers(dimension, 1)[0]),
  };
}

function initializer(fields: Fields) {
  const [raw] = fields.get(9) as readonly Uint8Array[];
  const view = new DataView(raw.buffer, raw.byteOffset, raw.byteLength);
  const [type] = numbers(fields, 2);
  const size = type === 7 ? 8 : 4;
  const entry = (k: number) =>
    type === 7 ? Number(view.getBigInt64(8 * k, true)) : view.getFloat32(4 * k, true);
  return {
    name: texts(fields, 8)[0],
    type,
    shape: numbers(fields, 1),
    values: Array.from({ length: raw.length / size }, (_, k) => entry(k)),
  };
}

/** What an ONNX file says. */
export function readOnnx(bytes: Uint8Array) {
  const model = read(bytes);
  const [graph] = messages(model, 7);
  const [opset] = messages(model, 8);
  return {
    irVersion: numbers(model, 1)[0],
    opset: { domain: texts(opset, 1)[0], version: numbers(opset, 2)[0] },
    name: texts(graph, 2)[0],
    inputs: messages(graph, 11).map(valueInfo),
    outputs: messages(graph, 12).map(valueInfo),
    initializers: messages(graph, 5).map(initializer),
    nodes: messages(graph, 1).map((node) => ({
      inputs: texts(node, 1),
      outputs: texts(node, 2),
      operation: texts(node, 4)[0],
      attributes: messages(node, 5).map((attribute) => ({
        name: texts(attribute, 1)[0],
        type: numbers(attribute, 20)[0],
        value: numbers(attribute, 20)[0] === 7 ? numbers(attribute, 8) : numbers(attribute, 3)[0],
      })),
    })),
  };
}
