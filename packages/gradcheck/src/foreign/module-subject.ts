// A subject that is a module: it exports tensors, and passes that may be asynchronous. It gets and gives plain values in
// the kind in which it exported them.
import type { Inside, Served } from "./serve.ts";

/** Opens the module at an address. Runs in a worker, as text: it uses nothing from outside of itself. */
export async function openModule(address: unknown, { load }: Inside): Promise<Served> {
  /** How many passes are remembered for a backward pass of theirs. */
  const remembered = 16;

  interface Tensor {
    data: ArrayLike<number>;
    shape: readonly number[];
    stride?: readonly number[];
    offset?: number;
  }
  type Fields = { readonly [name: string]: unknown };

  const isObject = (value: unknown): value is Fields => typeof value === "object" && value !== null;
  const isTyped = (value: unknown): value is Float64Array =>
    ArrayBuffer.isView(value) && !(value instanceof DataView);
  const isList = (value: unknown): value is readonly unknown[] => Array.isArray(value) || isTyped(value);
  const isTensor = (value: unknown): value is Tensor =>
    isObject(value) && Array.isArray(value.shape) && isList(value.data);
  const stridesOf = (shape: readonly number[]) =>
    shape.map((_, axis) => shape.slice(axis + 1).reduce((size, length) => size * length, 1));
  const map = (fields: Fields, f: (value: unknown, name: string) => unknown) =>
    Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, f(value, name)]));

  const wireOfNumber = (x: unknown) =>
    Object.is(x, -0) ? "-0" : typeof x === "number" && !Number.isFinite(x) ? String(x) : x;

  /** The entries of a tensor, row-major. */
  function entries({ data, shape, stride = stridesOf(shape), offset = 0 }: Tensor): number[] {
    const found: number[] = [];
    const visit = (axis: number, at: number) => {
      if (axis === shape.length) found.push(data[at]);
      else for (let i = 0; i < shape[axis]; i++) visit(axis + 1, at + i * stride[axis]);
    };
    visit(0, offset);
    return found;
  }
  function shapeOf(nested: unknown): number[] {
    return isList(nested) ? [nested.length, ...shapeOf(nested[0])] : [];
  }
  const flat = (nested: unknown): unknown[] =>
    Array.isArray(nested) ? nested.flatMap(flat) : isTyped(nested) ? [...nested] : [nested];

  /** A value of any kind as it travels. */
  function wireOf(value: unknown): unknown {
    if (value === null || value === undefined) return value;
    if (isTensor(value)) return { shape: [...value.shape], data: entries(value).map(wireOfNumber) };
    if (isObject(value) && !isList(value)) return map(value, wireOf);
    return { shape: shapeOf(value), data: flat(value).map(wireOfNumber) };
  }

  function nest(shape: readonly number[], data: ArrayLike<number>): unknown {
    const [stride] = stridesOf(shape);
    let next = 0;
    const visit = (axis: number): unknown =>
      axis === shape.length ? data[next++] : Array.from({ length: shape[axis] }, () => visit(axis + 1));
    return stride === undefined ? data[0] : visit(0);
  }
  /** What came, in the kind of what the module gave itself. */
  function inKindOf(given: unknown, came: unknown): unknown {
    const wire = came as { shape: number[]; data: (number | string)[] };
    if (!Array.isArray(wire.data))
      return map(came as Fields, (part, name) => inKindOf((given as Fields)[name], part));
    const data = Float64Array.from(wire.data, Number);
    if (isTyped(given)) return data;
    if (!isTensor(given)) return nest(wire.shape, data);
    const Data = given.data.constructor as typeof Float64Array;
    const like = Object.create(Object.getPrototypeOf(given)) as object;
    return Object.assign(like, given, {
      data: Data.from(data),
      shape: [...wire.shape],
      ...(given.stride !== undefined && { stride: stridesOf(wire.shape), offset: 0 }),
    });
  }

  const { name, tensors, forward, backward } = await load(address as string);
  for (const [name, pass] of Object.entries({ forward, backward }))
    if (typeof pass !== "function") throw new Error(`it exports no function ${name}`);
  if (!isObject(tensors) || isList(tensors)) throw new Error("it exports no tensors by name");
  const passes = { forward, backward } as {
    forward: (...given: unknown[]) => unknown;
    backward: (...given: unknown[]) => unknown;
  };
  const kept = new Map<number, { output: unknown; cache: unknown }>();

  const calls: { readonly [call: string]: (question: Fields) => Promise<Fields> } = {
    describe: async () => ({ nudge: 1, name, tensors: map(tensors, wireOf) }),
    forward: async ({ pass, training, seed, tensors: point }) => {
      const returned = await passes.forward(inKindOf(tensors, point), { training, seed });
      if (!Array.isArray(returned) || returned.length > 2) {
        const got = isList(returned) ? `an array of ${returned.length}` : String(returned);
        throw new TypeError(`it must return [output, cache], got ${got}`);
      }
      const [output, cache] = returned;
      kept.set(pass as number, { output, cache });
      kept.delete((pass as number) - remembered);
      return { output: wireOf(output) };
    },
    backward: async ({ pass, upstream, tensors: point }) => {
      const of = kept.get(pass as number);
      if (of === undefined) throw new Error(`pass ${pass} is not remembered`);
      return {
        gradients: wireOf(
          await passes.backward(inKindOf(of.output, upstream), of.cache, inKindOf(tensors, point)),
        ),
      };
    },
  };

  /** Where an error was thrown: the innermost line of its stack that is not Node's. */
  const placeOf = ({ stack = "" }: Error) =>
    stack
      .split("\n")
      .filter((line) => /^\s+at /.test(line) && !line.includes("node:"))
      .map((line) => line.match(/([^\\/(]+:\d+:\d+)\)?$/)?.[1])[0];

  return {
    async ask(text) {
      const question = JSON.parse(text) as Fields;
      try {
        return JSON.stringify(await calls[question.call as string](question));
      } catch (error) {
        if (!(error instanceof Error)) return JSON.stringify({ error: String(error) });
        return JSON.stringify({ error: error.message, type: error.name, place: placeOf(error) });
      }
    },
  };
}
