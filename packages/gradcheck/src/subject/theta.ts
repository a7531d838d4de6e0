// θ, a vector or tensors by name: what a function written elsewhere is a function of.
import { isTensor, type Tensor, tensor } from "@nudge/core";
import { describe, sizeOf, type Tree } from "@nudge/core/internal";
import { ArgumentError } from "../words/argument-error.ts";
import { count } from "../words/describe.ts";
import {
  type InForm,
  isPlainObject,
  isTensorLike,
  type TensorLike,
  type TensorsByName,
  toTensor,
} from "./form.ts";
import { asTensors, givingAs, namedTensors } from "./map.ts";
import { numbersOf } from "./numbers.ts";
import { isShape } from "./values.ts";

/** Shapes of tensors by name. */
export type Parts = { readonly [name: string]: readonly number[] };

/** What a function of θ gets: a vector as a Float64Array, tensors by name each in the form in which it came. */
export type Point<T> = T extends ArrayLike<number> ? Float64Array : InForm<T>;

/** What its gradient gives: one number for each entry of a vector θ, or a gradient under each name. */
export type GradientOf<T> =
  T extends ArrayLike<number> ? ArrayLike<number> : { readonly [K in keyof T]: TensorLike };

/** A function of θ by its gradient. */
export interface GradientSubject<T> {
  /**
   * What the report calls it.
   *
   * @defaultValue "f"
   */
  readonly name?: string;
  /** The point to check at: a vector, or tensors by name, as in `{ W1: [[0.1, 0.2]], b1: [0, 0] }`. */
  readonly theta: T;
  /**
   * The shapes of the tensors that lie one after another in a vector θ, by name: reports speak of them.
   *
   * @defaultValue one part, "theta"
   */
  readonly parts?: Parts;
  /** df/dθ: one entry for each of a vector θ, or a gradient under each name. */
  gradient(theta: Point<T>): GradientOf<T>;
}

/** How the tensors of θ become what a function gets, and its gradient becomes theirs. */
export interface ThetaForm {
  readonly tensors: { readonly [name: string]: Tensor };
  point(tensors: Tree<Tensor>): unknown;
  /** What the function of this name returned. */
  gradients(returned: unknown, from: string): unknown;
}

function named(theta: TensorsByName): ThetaForm {
  return {
    tensors: namedTensors("theta", theta),
    point: givingAs(theta),
    gradients: asTensors,
  };
}

/** The parts as they were given, once they are shapes that fill a vector of this length. */
function checkParts(parts: unknown, length: number): Parts {
  if (typeof parts !== "object" || parts === null || Array.isArray(parts))
    throw new ArgumentError(`parts must be shapes by name, as in { W1: [4, 5] }, got ${describe(parts)}`);
  if (Object.hasOwn(parts, "")) throw new ArgumentError('parts must have names, got ""');
  for (const [name, shape] of Object.entries(parts))
    if (!isShape(shape) || !shape.every((n) => Number.isSafeInteger(n) && n >= 0)) {
      const got = isShape(shape) ? `[${shape.join(", ")}]` : describe(shape);
      throw new ArgumentError(`parts.${name} must be a shape, as in [4, 5], got ${got}`);
    }
  const size = Object.values(parts as Parts).reduce((sum, shape) => sum + sizeOf(shape), 0);
  if (size !== length) throw new ArgumentError(`parts hold ${count(size, "number")}, theta has ${length}`);
  return parts as Parts;
}

function vector(theta: ArrayLike<number>, parts: Parts): ThetaForm {
  const numbers = Float64Array.from(theta);
  /** The tensors that lie one after another. What is too long or too short is so at its end. */
  const split = (values: Float64Array) => {
    const names = Object.keys(parts);
    let first = 0;
    const tensors = names.map((name, k) => {
      const size = sizeOf(parts[name]);
      const part = values.slice(first, k === names.length - 1 ? undefined : first + size);
      first += size;
      return [name, tensor(part, part.length === size ? parts[name] : undefined)];
    });
    return Object.fromEntries(tensors) as { [name: string]: Tensor };
  };
  return {
    tensors: split(numbers),
    point(tensors) {
      const values = new Float64Array(numbers.length);
      let first = 0;
      for (const name of Object.keys(parts)) {
        const x = tensors[name] as Tensor;
        values.set(numbersOf(x), first);
        first += x.size;
      }
      return values;
    },
    gradients(returned, from) {
      if (isTensorLike(returned) && typeof returned !== "number")
        return split(Float64Array.from(numbersOf(toTensor(returned))));
      throw new TypeError(`${from} must give ${count(numbers.length, "number")}, got ${describe(returned)}`);
    },
  };
}

export function formOfTheta(theta: unknown, parts: unknown): ThetaForm {
  if (isPlainObject(theta) && Object.keys(theta).length > 0) {
    if (parts !== undefined)
      throw new ArgumentError("parts name the tensors of a flat theta; this one has names of its own");
    return named(theta as TensorsByName);
  }
  if (!isTensorLike(theta) || isTensor(theta) || typeof theta === "number")
    throw new ArgumentError(
      `theta must be an array of numbers, or tensors by name as in { W: [[1, 2]] }, got ${describe(theta)}`,
    );
  const vectorOf = theta as readonly number[];
  const bad = vectorOf.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) throw new ArgumentError(`theta[${bad}] is ${describe(vectorOf[bad])}, not a finite number`);
  const { length } = vectorOf;
  return vector(vectorOf, parts === undefined ? { theta: [length] } : checkParts(parts, length));
}
