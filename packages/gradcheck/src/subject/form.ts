// Numbers in the form in which code written elsewhere keeps them: a number, nested arrays, typed arrays, tensors, or several of
// these by name. The checker moves them as tensors, and the subject gets them in the form in which they came.
import { isTensor, type NestedArray, type Slice, type Tensor, tensor, zeros } from "@nudge/core";
import { describe } from "@nudge/core/internal";
import { place } from "../words/describe.ts";
import { indexOf } from "../words/index-of.ts";
import { numbersOf } from "./numbers.ts";

/** Whatever stands for a tensor: a number, nested arrays, a typed array, or a tensor. */
export type TensorLike = Tensor | NestedArray;

/** Several of them by name. */
export interface TensorsByName {
  readonly [name: string]: TensorLike;
}

/** What a pass gets of values that came in this form: typed arrays as a Float64Array, all else as it came. */
export type InForm<V> = V extends TensorLike
  ? V extends Tensor
    ? V
    : V extends ArrayBufferView
      ? Float64Array
      : V
  : { [K in keyof V]: InForm<V[K]> };

/** Whether something may be read as a tensor. */
export const isTensorLike = (value: unknown): value is TensorLike =>
  isTensor(value) ||
  typeof value === "number" ||
  Array.isArray(value) ||
  (ArrayBuffer.isView(value) && !(value instanceof DataView));

/** Whether something is an object of no class. */
export const isPlainObject = (value: unknown): value is object =>
  typeof value === "object" &&
  value !== null &&
  (Object.getPrototypeOf(value) === Object.prototype || Object.getPrototypeOf(value) === null);

/** Whether something is an object that holds values by name, and nothing else. */
export function isNamed(value: unknown): value is TensorsByName {
  if (!isPlainObject(value)) return false;
  const values = Object.values(value);
  return values.length > 0 && values.every(isTensorLike);
}

/** Values as a tensor; a tensor is itself. Throws where rows differ in length, or an entry is no number. */
export const toTensor = (values: TensorLike): Tensor => (isTensor(values) ? values : tensor(values));

/** In one order, whatever order they were written in. */
const inOrder = <V>(values: { readonly [name: string]: V }) =>
  Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1));

/** The entries of values, those of several by name one after another. */
export function flattened(values: TensorLike | TensorsByName): Tensor {
  if (isTensorLike(values)) return toTensor(values);
  const parts = inOrder(values).map(([, one]) => toTensor(one));
  const joined = zeros([parts.reduce((total, { size }) => total + size, 0)]);
  let first = 0;
  for (const part of parts) {
    joined.data.set(numbersOf(part), first);
    first += part.size;
  }
  return joined;
}

/** The entries of a tensor in the form of values, of which there are as many. */
export function inForm(form: TensorLike | TensorsByName, x: Tensor): unknown {
  const numbers = Float64Array.from(numbersOf(x));
  let first = 0;
  const next = (length: number) => {
    first += length;
    return numbers.slice(first - length, first);
  };
  const take = (part: TensorLike | TensorsByName): unknown => {
    if (typeof part === "number") return next(1)[0];
    if (isTensor(part)) return tensor(next(part.size), part.shape);
    if (ArrayBuffer.isView(part)) return next(part.length);
    if (Array.isArray(part)) return part.map(take);
    return Object.fromEntries(inOrder(part as TensorsByName).map(([name, one]) => [name, take(one)]));
  };
  return take(form);
}

/** Where the entries of each lie among all as `flattened` gives them. */
export function slicesIn(values: TensorsByName): Slice[] {
  let offset = 0;
  return inOrder(values).map(([name, one]) => {
    const { shape, size } = toTensor(one);
    offset += size;
    return { name, shape, offset: offset - size, length: size };
  });
}

/** Where an entry of several by name is: "hidden[0, 1]". */
export function placeAmong(values: TensorsByName, entry: number): string {
  const { name, shape, offset } = slicesIn(values).findLast(({ offset }) => offset <= entry)!;
  return place(name, indexOf(entry - offset, shape));
}

/** Where an entry of flattened values is: "entry 3 of the output", or "hidden[0, 1] of the outputs". */
export const placeOf = (form: TensorLike | TensorsByName, entry: number): string =>
  isTensorLike(form) ? `entry ${entry} of the output` : `${placeAmong(form, entry)} of the outputs`;

/** Whether something is still to come: a pass that returns such is asynchronous. Nobody waits for it, whether it fails or not. */
export function isPromise(value: unknown): boolean {
  const promise = value as PromiseLike<unknown> | null | undefined;
  if (typeof promise?.then !== "function") return false;
  // Else its rejection would end the program, after the finding that says what is wrong.
  promise.then(undefined, () => {});
  return true;
}

/** What to do about a pass that is asynchronous, after what it returned. */
export const adviceOnPromise =
  ": no pass may await, in an Async twin neither; one that does is checked by a workerMap";

function wordOf(value: unknown): string {
  if (isTensor(value)) return "tensor";
  if (Array.isArray(value)) return "array";
  if (typeof value === "number") return "number";
  if (isPromise(value)) return "promise";
  return isPlainObject(value) ? "object" : describe(value);
}

/** The first of several words. */
const few = (words: readonly string[]) => `${words.slice(0, 4).join(", ")}${words.length > 4 ? ", ..." : ""}`;

const wordsOf = (values: object) =>
  few(Object.entries(values).map(([name, one]) => `${name}: ${wordOf(one)}`));

/** What a pass returned, in a few words: "[array, number]", "[{ hidden: promise }, null]", "a Promise". */
export function describeReturned(value: unknown): string {
  const inBraces = (one: unknown) => isPlainObject(one) && !isPromise(one) && Object.keys(one).length > 0;
  if (isPromise(value)) return describe(value);
  if (inBraces(value)) return `{ ${wordsOf(value as object)} }`;
  if (!Array.isArray(value)) return describe(value);
  return `[${few(value.slice(0, 5).map((one) => (inBraces(one) ? describeReturned(one) : wordOf(one))))}]`;
}
