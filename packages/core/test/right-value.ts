// Whether what a function returned is right, as far as that can be told of any function: its tensors lie inside their data, hold no
// NaN that nobody gave it, are the same for arguments that are laid out otherwise, and the arguments are as they were.
import { looksLikeTensor } from "../src/arguments/tensor-like.ts";
import { isTensor, type Tensor } from "../src/tensor/tensor.ts";
import { laidOutOtherwise } from "./garbage.ts";

interface Called {
  readonly call: (...args: readonly unknown[]) => unknown;
  readonly finite?: boolean;
  readonly pure?: boolean;
}

/** Larger tensors are not looked at. */
const most = 10_000;

/** Whether a value is data under names, and not a model or a layer, which training may write to. */
const isRecord = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" &&
  value !== null &&
  Object.getPrototypeOf(value) === Object.prototype &&
  !Object.values(value).some((member) => typeof member === "function");

/** The members of an array or record. */
const members = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? Array.from(value.slice(0, 100)) : isRecord(value) ? Object.values(value) : [];

/** What there is in a value, itself first. */
function partsOf(value: unknown, depth = 0): readonly unknown[] {
  if (looksLikeTensor(value) || depth > 6) return [value];
  return [value, ...members(value).flatMap((part) => partsOf(part, depth + 1))];
}

function* indices(shape: readonly number[], index: readonly number[] = []): Generator<readonly number[]> {
  if (index.length === shape.length) yield index;
  else for (let i = 0; i < shape[index.length]; i++) yield* indices(shape, [...index, i]);
}

/** The numbers in a value, as far as they are in tensors, arrays and records. */
const numbersIn = (value: unknown): readonly number[] =>
  partsOf(value).flatMap((part) => {
    if (typeof part === "number") return [part];
    if (isTensor(part))
      return part.size > most ? [] : Array.from(indices(part.shape), (index) => part.get(...index));
    return part instanceof Float64Array || part instanceof Float32Array ? [...part.subarray(0, most)] : [];
  });

/** Numbers of which no power or product that occurs in a formula overflows in either precision. */
const isModerate = (x: number) => Math.abs(x) <= 1e4;

const isOf = (x: unknown, f: (x: Tensor) => boolean) => isTensor(x) && x.size <= most && f(x);

/** The same arguments with tensors laid out otherwise, those in arrays and records too; undefined where there are none. */
function otherwise(args: readonly unknown[]): readonly unknown[] | undefined {
  let any = false;
  const change = (value: unknown): unknown => {
    if (!isOf(value, () => true)) return value;
    any = true;
    return laidOutOtherwise(value as Tensor);
  };
  const changed = args.map((arg) => {
    const inner = members(arg);
    if (inner.length === 0 || !inner.every(isTensor)) return change(arg);
    if (Array.isArray(arg)) return arg.map(change);
    return Object.fromEntries(Object.entries(arg as object).map(([name, value]) => [name, change(value)]));
  });
  return any ? changed : undefined;
}

function sameNumbers(a: unknown, b: unknown): boolean {
  const [found, expected] = [numbersIn(a), numbersIn(b)];
  return found.length === expected.length && found.every((x, i) => Object.is(x, expected[i]));
}

/** Calls a function, and says what is wrong with its value. */
export async function wrongWith(
  { call, finite, pure }: Called,
  args: readonly unknown[],
): Promise<string | undefined> {
  const before = quietly(() => numbersIn(args));
  const value = await call(...args);
  const after = quietly(() => numbersIn(args));
  if (before?.every((x, i) => Object.is(x, after?.[i])) === false) return "wrote to its arguments";
  const parts = quietly(() => partsOf(value)) ?? [];
  const passedOn = (part: unknown) => args.includes(part);
  if (parts.some((part) => looksLikeTensor(part) && !isTensor(part) && !passedOn(part)))
    return "a tensor that reaches outside its data";
  if (finite && before?.every(isModerate) && numbersIn(value).some(Number.isNaN))
    return "NaN from numbers that are not large";
  const others = pure ? quietly(() => otherwise(args)) : undefined;
  if (others !== undefined && !sameNumbers(await call(...others), value))
    return "another value for arguments that are laid out otherwise";
  return undefined;
}

/** Undefined where values throw when they are looked at. */
function quietly<T>(f: () => T): T | undefined {
  try {
    return f();
  } catch {
    return undefined;
  }
}
