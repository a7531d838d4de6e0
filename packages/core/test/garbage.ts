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
    { weight: 4, arbitrary: fc.constantFrom(...things) },
    { weight: 2, arbitrary: fc.constantFrom(...functions) },
    { weight: 2, arbitrary: fc.constantFrom(...tensors) },
    { weight: 1, arbitrary: nested },
  );

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
    const begins = beginnings.some((beginning) => message.startsWith(beginning));
    if (error instanceof TypeError || !begins) throw error;
  } finally {
    Error.stackTraceLimit = stackTraceLimit;
  }
}
