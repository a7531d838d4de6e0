// Any function of numbers, with its gradient: of a vector θ, or of tensors by name.
import { full, type Tensor, tensor } from "@nudge/core";
import { describe, sizeOf, type Tree } from "@nudge/core/internal";
import { ArgumentError } from "../words/argument-error.ts";
import { codeOfName } from "../words/code.ts";
import { count } from "../words/describe.ts";
import { type InForm, isNamed, isTensorLike, type TensorLike, type TensorsByName, toTensor } from "./form.ts";
import { asTensors, givingAs, tensorOf } from "./map.ts";
import { numbersOf } from "./numbers.ts";
import type { Subject } from "./subject.ts";
import { isShape } from "./values.ts";

/** Shapes of tensors by name. */
export type Parts = { readonly [name: string]: readonly number[] };

/** What `value` and `gradient` get: a vector as a Float64Array, tensors by name each in the form in which it came. */
export type Point<T> = T extends ArrayLike<number> ? Float64Array : InForm<T>;

/** A function of a vector or of named tensors, and what is said to be its gradient. */
export interface FunctionSubject<T extends ArrayLike<number> | TensorsByName = ArrayLike<number>> {
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
  /** f(θ) */
  value(theta: Point<T>): number;
  /** df/dθ: one entry for each of a vector θ, or a gradient under each name. */
  gradient(
    theta: Point<T>,
  ): T extends ArrayLike<number> ? ArrayLike<number> : { readonly [K in keyof T]: TensorLike };
}

/** How the tensors of a function become what it is a function of, and its gradient becomes theirs. */
interface Adapter {
  readonly tensors: { readonly [name: string]: Tensor };
  point(tensors: Tree<Tensor>): unknown;
  gradients(returned: unknown): unknown;
}

function named(theta: TensorsByName): Adapter {
  return {
    tensors: Object.fromEntries(
      Object.entries(theta).map(([name, values]) => [name, tensorOf(`theta.${name}`, values)]),
    ),
    point: givingAs(theta),
    gradients: asTensors,
  };
}

/** The parts as they were given, once they are shapes that fill a vector of this length. */
function checkParts(parts: unknown, length: number): Parts {
  if (typeof parts !== "object" || parts === null || Array.isArray(parts))
    throw new ArgumentError(`parts must be shapes by name, as in { W1: [4, 5] }, got ${describe(parts)}`);
  for (const [name, shape] of Object.entries(parts))
    if (!isShape(shape) || !shape.every((n) => Number.isInteger(n) && n >= 0))
      throw new ArgumentError(`parts.${name} must be a shape, as in [4, 5], got ${describe(shape)}`);
  const size = Object.values(parts as Parts).reduce((sum, shape) => sum + sizeOf(shape), 0);
  if (size !== length) throw new ArgumentError(`parts hold ${count(size, "number")}, theta has ${length}`);
  return parts as Parts;
}

function vector(theta: ArrayLike<number>, parts: Parts): Adapter {
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
    gradients(returned) {
      if (isTensorLike(returned) && typeof returned !== "number")
        return split(Float64Array.from(numbersOf(toTensor(returned))));
      throw new TypeError(`gradient must give ${count(numbers.length, "number")}, got ${describe(returned)}`);
    },
  };
}

function adapterOf(theta: unknown, parts: unknown): Adapter {
  if (isNamed(theta)) {
    if (parts !== undefined)
      throw new ArgumentError("parts name the tensors of a flat theta; this one has names of its own");
    return named(theta);
  }
  if (!Array.isArray(theta) && !ArrayBuffer.isView(theta))
    throw new ArgumentError(
      `theta must be an array of numbers, or tensors by name as in { W: [[1, 2]] }, got ${describe(theta)}`,
    );
  const vectorOf = theta as readonly number[];
  const bad = vectorOf.findIndex((x) => !Number.isFinite(x));
  if (bad >= 0) throw new ArgumentError(`theta[${bad}] is ${describe(vectorOf[bad])}, not a finite number`);
  const { length } = vectorOf;
  return vector(vectorOf, parts === undefined ? { theta: [length] } : checkParts(parts, length));
}

export function subjectOfFunction<T extends ArrayLike<number> | TensorsByName>(
  subject: FunctionSubject<T>,
): Subject {
  const { name, value, gradient } = subject;
  if (name !== undefined && typeof name !== "string")
    throw new ArgumentError(`name must be a string, got ${describe(name)}`);
  if (typeof value !== "function" || typeof gradient !== "function")
    throw new ArgumentError("value and gradient must be functions of theta");
  const { tensors, point, gradients } = adapterOf(subject.theta, subject.parts);
  return {
    name: name ?? "f",
    tensors,
    scalar: true,
    forward(t) {
      const f = value(point(t) as Point<T>);
      if (typeof f !== "number") throw new TypeError(`value must give a number, got ${describe(f)}`);
      return [full([], f), undefined];
    },
    backward: (_upstream, _cache, t) => gradients(gradient(point(t) as Point<T>)),
    call: {
      verb: "gradcheckFunction",
      subject: codeOfName(name, "{ theta, value, gradient }"),
      options: {},
    },
  };
}
