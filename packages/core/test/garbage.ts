// What a function may be given by mistake or to do harm, and what is nearly right. For the tests of all packages.
import fc from "fast-check";
import ndarray from "ndarray";
import * as nudge from "../src/index.ts";
import type { Tensor, TypedArray } from "../src/tensor/tensor.ts";
import { arbitraryTensor } from "./arbitrary-view.ts";

const functions: readonly unknown[] = [
  () => undefined,
  (x: unknown) => x,
  (a: unknown, b: unknown, c: unknown) => [a, b, c],
  async () => 1,
  class {},
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
  ndarray(new Uint8ClampedArray(4), [2, 2]),
  ndarray([1, 2, 3, 4], [2, 2]),
  nudge.full([2], -0),
  nudge.full([2, 2], Number.POSITIVE_INFINITY),
  nudge.full([2, 2], 1e300),
  nudge.full([2, 2], 5e-324),
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
  new Array(1e9),
  [2 ** 31],
  [1e9, 1e9],
  new Array(40).fill(1),
  -0,
  { toString: throwing },
  { valueOf: throwing, toJSON: throwing },
  new Proxy({}, { get: throwing, ownKeys: throwing, getPrototypeOf: throwing }),
  new Proxy([1, 2], { get: (array, key) => (key === "length" ? 1e9 : Reflect.get(array, key)) }),
  new Proxy(nudge.ones([2, 2]), {}),
  Object.create(nudge.ones([2])),
  Object.defineProperty({}, "inputs", { get: throwing, enumerable: true }),
  JSON.parse('{ "__proto__": { "shape": [1] }, "constructor": [[1]], "toString": 1 }'),
  Object.freeze([Object.freeze([1, 2])]),
  "__proto__",
  "\u001b[2J\u0007",
  { "\u001b[2J": [[1]], "\u009b31m": 1 },
  ["\u001b[31m", "\ud800"],
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
  -1e300,
  5e-324,
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
  Float32Array.of(0.5, Number.NaN),
  Int8Array.of(1, -1),
  Uint8ClampedArray.of(1),
  [Float64Array.of(1, 2), Float32Array.of(3, 4)],
  [[1, Number.NaN]],
  [[1, undefined]],
  [[1, "2"]],
  Object(1),
  Object("float32"),
  /x/,
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
    { weight: 2, arbitrary: arbitraryTensor },
    { weight: 1, arbitrary: nested },
  );

/** The same tensor laid out otherwise: from its last entry to its first, every second number of its data. */
export function laidOutOtherwise(x: Tensor): Tensor {
  const data = x.data.slice(0, 0).constructor as new (size: number) => TypedArray;
  const entries = nudge.copy(x).data;
  const spread = new data(2 * x.size + 1);
  entries.forEach((entry, i) => {
    spread[2 * (x.size - i) - 1] = entry;
  });
  const strides = x.shape.map((_, axis) => -2 * x.shape.slice(axis + 1).reduce((a, b) => a * b, 1));
  return ndarray<TypedArray>(spread, x.shape, strides, Math.max(0, 2 * x.size - 1));
}

/** Tensors that are x but for their layout, one entry, their precision, or an axis. */
export function nearly(x: Tensor): readonly Tensor[] {
  const withFirst = (entry: number) => {
    const changed = nudge.copy(x);
    changed.data[0] = entry;
    return changed;
  };
  return [
    x,
    laidOutOtherwise(x),
    nudge.cast(x, "float32"),
    nudge.transpose(x),
    nudge.zeros([0, ...x.shape.slice(1)]),
    nudge.concatenate([x, x], 0),
    ndarray<TypedArray>(x.data, [...x.shape, 1]),
    ...[-0, 5e-324, 0.5, -1, 1e300, 2 ** 40, Number.POSITIVE_INFINITY, Number.NaN].map(withFirst),
  ];
}
