// Code written elsewhere often keeps its state in an object: arrays of values that `forward` reads, arrays of gradients
// that `backward` fills. Such an object becomes a map of named tensors by writing the values in before every pass,
// reading the gradients out after it, and putting everything back.
import { isTensor, type NestedArray, type Tensor, tensor, toArray } from "@nudge/core";
import { flag, kind, optional, type Readers, readOptions } from "@nudge/core/internal";
import type { MapSubject } from "./map.ts";

/** An array that can be written to in place: typed, plain, or nested. */
export type MutableArray = Float64Array | Float32Array | (number | MutableArray)[];

/** An object with passes of its own, described by the arrays it works on. */
export interface StatefulObject {
  /**
   * What the report calls it.
   *
   * @defaultValue "object"
   */
  readonly name?: string;
  /** The input to check at; `forward` gets it in the same form. */
  readonly input: MutableArray;
  /** The object's own arrays of parameters, by name. */
  readonly values: { readonly [name: string]: MutableArray };
  /** Where `backward` leaves the gradients, under the same names; it may make them only then. */
  gradients(): { readonly [name: string]: MutableArray | undefined };
  /** Gives the output: numbers in any nesting, or one number. */
  forward(input: MutableArray): ArrayLike<unknown> | number;
  /** Gets the gradient of the output in its form, and returns the gradient of the input. */
  backward(outputGradient: MutableArray | number): ArrayLike<unknown>;
  /**
   * Whether `backward` is meant to add to its gradients: then they are zeroed before it, and it is no finding.
   *
   * @defaultValue false
   */
  readonly accumulates?: boolean;
}

const isArray = (value: unknown): value is MutableArray =>
  value instanceof Float64Array || value instanceof Float32Array || Array.isArray(value);

const aFunction = <F>() => kind<F>("a function", (value) => typeof value === "function");

const members = {
  name: optional(kind<string>("a name", (value) => typeof value === "string")),
  input: kind<MutableArray>("an array of numbers", isArray),
  values: kind<StatefulObject["values"]>(
    "arrays by name",
    (value) => typeof value === "object" && value !== null && Object.values(value).every(isArray),
  ),
  gradients: aFunction<StatefulObject["gradients"]>(),
  forward: aFunction<StatefulObject["forward"]>(),
  backward: aFunction<StatefulObject["backward"]>(),
  accumulates: flag(false),
} satisfies Readers<StatefulObject>;

const toTensor = (array: unknown): Tensor => (isTensor(array) ? array : tensor(array as NestedArray));

/** An array that was given, as a tensor. */
function given(name: string, array: MutableArray): Tensor {
  try {
    return toTensor(array);
  } catch (error) {
    throw new Error(`statefulMap: ${name}: ${(error as Error).message}`);
  }
}

/** Writes the entries of `source`, row-major, into an array of any nesting. */
function fill(target: MutableArray, source: ArrayLike<number>): void {
  let next = 0;
  const visit = (array: MutableArray) => {
    for (let i = 0; i < array.length; i++) {
      const item = array[i];
      if (typeof item === "number") array[i] = source[next++];
      else visit(item);
    }
  };
  visit(target);
}

const flat = (array: MutableArray): Float64Array => Float64Array.from(toTensor(array).data);

/** The values of a tensor in the form of an array given before. */
function inFormOf(array: MutableArray, x: Tensor): MutableArray {
  if (array instanceof Float64Array) return Float64Array.from(x.data);
  if (array instanceof Float32Array) return Float32Array.from(x.data);
  return toArray(x) as MutableArray;
}

/**
 * A map for `gradcheckMap` from an object that keeps its state. `forward` is called before every `backward`, and after
 * each pass the object's arrays are bitwise what they were.
 *
 * @example
 * import { gradcheckMap, statefulMap } from "@nudge/gradcheck";
 *
 * class Scale {
 *   gain = [2, 3];
 *   gainGradient = [0, 0];
 *   input: number[] = [];
 *   forward(x: number[]) {
 *     this.input = x;
 *     return x.map((value, i) => value * this.gain[i]);
 *   }
 *   backward(dy: number[]) {
 *     for (const [i, d] of dy.entries()) this.gainGradient[i] += d * this.input[i];
 *     return dy.map((d, i) => d * this.gain[i]);
 *   }
 * }
 *
 * const scale = new Scale();
 * const map = statefulMap({
 *   name: "Scale",
 *   input: [0.5, -1],
 *   values: { gain: scale.gain },
 *   gradients: () => ({ gain: scale.gainGradient }),
 *   forward: (x) => scale.forward(x as number[]),
 *   backward: (dy) => scale.backward(dy as number[]),
 *   accumulates: true,
 * });
 * console.log(gradcheckMap(map).verdict, scale.gainGradient);
 * // pass [ 0, 0 ]
 */
export function statefulMap(
  object: StatefulObject,
): MapSubject<{ readonly [name: string]: Tensor }, undefined> {
  const { input, values, accumulates } = readOptions("statefulMap", object, members);
  if ("input" in values) throw new Error("statefulMap: a parameter must not be called input");

  // What backward left in the gradient arrays: the object finds it there again, as it would outside of a check.
  const left = new Map<string, Float64Array>();
  const gradientArrays = () =>
    Object.entries(object.gradients()).filter(
      (entry): entry is [string, MutableArray] => entry[1] !== undefined,
    );

  /** Runs `pass` with the object's arrays at a point, and puts them back also when it throws. */
  const at = <T>(point: { readonly [name: string]: Tensor }, pass: (input: MutableArray) => T): T => {
    const arrays = [...Object.values(values), ...gradientArrays().map(([, array]) => array)];
    const saved = arrays.map(flat);
    try {
      for (const [name, array] of Object.entries(values)) fill(array, point[name].data);
      for (const [name, array] of gradientArrays())
        fill(array, left.get(name) ?? new Float64Array(flat(array).length));
      return pass(inFormOf(input, point.input));
    } finally {
      for (const [k, array] of arrays.entries()) fill(array, saved[k]);
    }
  };
  const tensors = Object.fromEntries(
    Object.entries({ input, ...values }).map(([name, array]) => [name, given(name, array)]),
  );
  return {
    name: object.name ?? "object",
    tensors,
    forward: (point) => at(point, (x) => [toTensor(object.forward(x)), undefined]),
    backward: (dy, _cache, point) =>
      at(point, (x) => {
        const output = object.forward(x);
        if (accumulates)
          for (const [, array] of gradientArrays()) fill(array, new Float64Array(flat(array).length));
        const upstream =
          typeof output === "number" ? dy.data[dy.offset] : inFormOf(output as MutableArray, dy);
        const dInput = toTensor(object.backward(upstream));
        for (const [name, array] of gradientArrays()) left.set(name, flat(array));
        const gradients = gradientArrays().map(([name, array]) => [name, toTensor(array)]);
        return Object.fromEntries([["input", dInput], ...gradients]);
      }),
  };
}
