// What a function may be given by mistake, and that it refuses it in its own name. For the tests of all packages.
import fc from "fast-check";
import ndarray from "ndarray";
import { expect } from "vitest";
import * as nudge from "../src/index.ts";

const functions: readonly unknown[] = [
  () => undefined,
  (x: unknown) => x,
  nudge.adam,
  nudge.accuracy,
  nudge.cosineDecay,
  nudge.createModel,
];
const tensors: readonly unknown[] = [
  nudge.zeros([]),
  nudge.zeros([0]),
  nudge.ones([2]),
  nudge.ones([2, 1]),
  nudge.ones([2, 2], "float32"),
  nudge.ones([1, 2, 1, 2, 1]),
  nudge.transpose(nudge.zeros([3, 2])),
  nudge.full([2], Number.NaN),
  ndarray(new Int32Array(4), [2, 2]),
  ndarray(new Float64Array(1), []),
];
/** A view of four numbers, as whoever made it says. */
const view = (shape: readonly unknown[], stride: readonly unknown[], offset: unknown = 0) =>
  Object.assign(Object.create(Object.getPrototypeOf(nudge.zeros([2, 2]))), {
    data: new Float64Array(4),
    shape,
    stride,
    offset,
  });

const nestedInItself: unknown[] = [];
nestedInItself.push(nestedInItself);
const nestedDeep = Array.from({ length: 1000 }).reduce((inner: unknown) => [inner], 1);

export const onPurpose = "on purpose";
const throwing = () => {
  throw new RangeError(onPurpose);
};

/** Made to do harm, rather than by mistake. */
export const hostile: readonly unknown[] = [
  view([30, 30], [30, 1]),
  view([2, 2], [2, 1], 1),
  view([2, 2], [2, 0.5]),
  view([2, 2], [2]),
  view(["2", 2], [2, 1]),
  view([{}, 2], [2, 1]),
  view([-1, 2], [2, 1]),
  view(new Array(40).fill(1), new Array(40).fill(1)),
  view([2 ** 20, 2 ** 20], [0, 0]),
  { data: new Float64Array(4), shape: [2, 2], stride: [2, 1], offset: 0 },
  nestedInItself,
  nestedDeep,
  { length: 1e9 },
  { length: -1 },
  { length: Number.NaN },
  new Array(5),
  [2 ** 31],
  [1e9, 1e9],
  new Array(40).fill(1),
  -0,
  { toString: throwing },
  { valueOf: throwing, toJSON: throwing },
  Object.defineProperty({}, "inputs", { get: throwing, enumerable: true }),
  JSON.parse('{ "__proto__": { "shape": [1] }, "constructor": [[1]], "toString": 1 }'),
  Object.freeze([Object.freeze([1, 2])]),
  "__proto__",
  "\u001b[2J\u0007",
  "x".repeat(1e5),
  new Float64Array(structuredClone(new ArrayBuffer(0))),
  new Error("not a value"),
  Promise.resolve([1, 2]),
  new WeakMap(),
  globalThis,
];

const plain: readonly unknown[] = [
  undefined,
  null,
  true,
  0,
  -1,
  1,
  2,
  0.5,
  Number.NaN,
  Number.POSITIVE_INFINITY,
  2 ** 53,
  1e300,
  7n,
  Symbol("x"),
  "",
  "x",
  {},
  [],
  [[]],
  [[[]]],
  Object.create(null),
  [Object.create(null), Symbol("y"), 7n],
  { inputs: 1 },
  { length: 3 },
  new Map(),
  new Date(Number.NaN),
  Float64Array.of(1, 2),
  BigInt64Array.of(1n),
  new DataView(new ArrayBuffer(8)),
];

/** Numbers are small, for there are those who make tensors of that size. */
const nested = fc.anything({
  values: [
    fc.integer({ min: -4, max: 4 }),
    fc.string(),
    fc.boolean(),
    fc.constantFrom(null, undefined, Number.NaN),
  ],
  withBigInt: true,
  withNullPrototype: true,
});

/** Anything; `things` are what is right somewhere. */
export const garbage = (things: readonly unknown[]): fc.Arbitrary<unknown> =>
  fc.oneof(
    { weight: 4, arbitrary: fc.constantFrom(...plain) },
    { weight: 4, arbitrary: fc.constantFrom(...hostile) },
    { weight: 4, arbitrary: fc.constantFrom(...things) },
    { weight: 2, arbitrary: fc.constantFrom(...functions) },
    { weight: 2, arbitrary: fc.constantFrom(...tensors) },
    { weight: 1, arbitrary: nested },
  );

/** How often each function is called; `npm run fuzz` calls it more often. */
const times = Number(process.env.FUZZ_TIMES ?? 1);

/** So many calls of a function, from a seed that is printed where one fails. */
export const callsOf = (usual: number) => ({ numRuns: usual * times });

/** Calls it; what it throws must be an error that begins in one of these ways, and not one of the engine's. */
export function expectRefusal(beginnings: readonly string[], call: () => unknown): void {
  const { stackTraceLimit } = Error;
  // There are thousands of errors, and to trace where each comes from takes longer than all else.
  Error.stackTraceLimit = 0;
  try {
    call();
  } catch (error) {
    expect(error).toBeInstanceOf(Error);
    const { message } = error as Error;
    // What a value throws of its own is no fault of who asked it.
    if (message === onPurpose) return;
    const begins = beginnings.some((beginning) => message.startsWith(beginning));
    if (error instanceof TypeError || !begins) throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
