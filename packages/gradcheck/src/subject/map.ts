// A differentiable map of named tensors: the primitive that every other subject is adapted to.
import { cast, isTensor, type Pass, rng, type Tensor } from "@nudge/core";
import { describe, type Tree } from "@nudge/core/internal";
import { ArgumentError } from "../words/argument-error.ts";
import { codeOf, codeOfName } from "../words/code.ts";
import { place } from "../words/describe.ts";
import { indexOf } from "../words/index-of.ts";
import {
  describeReturned,
  type InForm,
  inForm,
  isNamed,
  isPromise,
  isTensorLike,
  type TensorLike,
  type TensorsByName,
  toTensor,
} from "./form.ts";
import { joiningOutputs } from "./outputs.ts";
import type { Subject } from "./subject.ts";
import { drawnOf, drawUpstream, type InputOrShape, severalOf } from "./values.ts";

/**
 * A map written anywhere: tensors by name, and two passes. Numbers, nested arrays and typed arrays stand for tensors as well; both
 * passes get each in the form in which it came, and `backward` gets the upstream gradient in the form of the output.
 */
export interface MapSubject<
  T extends TensorsByName = { readonly [name: string]: Tensor },
  C = unknown,
  O extends TensorLike | TensorsByName = Tensor,
> {
  /**
   * What the report calls it.
   *
   * @defaultValue "map"
   */
  readonly name?: string;
  /** The point to check at: the tensors by their names. */
  readonly tensors: T;
  /**
   * The tensors that the passes write into an object which keeps them: forward has to read each of them there.
   *
   * @defaultValue none
   */
  readonly state?: readonly string[];
  /** Gives the output, or several by name, and whatever `backward` needs of this pass. */
  forward(tensors: InForm<T>, pass: Pass): readonly [output: O, cache: C];
  /** Gives the gradient of every tensor under its name; null is that of integers, which have none. */
  backward(upstream: InForm<O>, cache: C, tensors: InForm<T>): { readonly [K in keyof T]: TensorLike | null };
}

/** A tensor of a map in float64. Throws where it is none, or has NaN among its entries. */
function tensorOf(name: string, values: unknown): Tensor {
  if (!isTensorLike(values))
    throw new ArgumentError(`${name} must be a tensor, an array or a number, got ${describe(values)}`);
  const x = cast(readable(name, values), "float64");
  const bad = x.data.findIndex(Number.isNaN);
  if (bad >= 0) throw new ArgumentError(`${place(name, indexOf(bad, x.shape))} is NaN`);
  return x;
}

function readable(name: string, values: TensorLike): Tensor {
  try {
    return toTensor(values);
  } catch (error) {
    throw new ArgumentError(`${name}: ${(error as Error).message}`);
  }
}

/** The tensors of a map, and whether it is one at all. */
function tensorsOf({ name, tensors, state = [], forward, backward }: MapSubject): { [name: string]: Tensor } {
  if (name !== undefined && typeof name !== "string")
    throw new ArgumentError(`name must be a string, got ${describe(name)}`);
  for (const [name, pass] of Object.entries({ forward, backward }))
    if (typeof pass !== "function")
      throw new ArgumentError(`${name} must be a function, got ${describe(pass)}`);
  if (typeof tensors !== "object" || tensors === null || isTensorLike(tensors))
    throw new ArgumentError(`tensors must have names, as in { x: tensor([1, 2]) }, got ${describe(tensors)}`);
  if (!Array.isArray(state) || !state.every((one) => Object.hasOwn(tensors, one)))
    throw new ArgumentError(`state must be names of tensors, got ${describeReturned(state)}`);
  return namedTensors("tensors", tensors);
}

/** Values by name as tensors in float64. Throws where one is none, or has no name. */
export function namedTensors(what: string, values: TensorsByName): { [name: string]: Tensor } {
  if (Object.hasOwn(values, "")) throw new ArgumentError(`${what} must have names, got ""`);
  return Object.fromEntries(
    Object.entries(values).map(([name, one]) => [name, tensorOf(`${what}.${name}`, one)]),
  );
}

/** Gives tensors in the forms of these values. */
export function givingAs(values: TensorsByName): (tensors: Tree<Tensor>) => unknown {
  if (Object.values(values).every(isTensor)) return (tensors) => tensors;
  return (tensors) =>
    Object.fromEntries(
      Object.entries(values).map(([name, one]) => {
        const x = tensors[name] as Tensor;
        return [name, isTensor(one) ? x : inForm(one, x)];
      }),
    );
}

/** Gradients with tensors in the place of arrays and numbers. What cannot be read as one stays, to be judged as what it is. */
export function asTensors(gradients: unknown): unknown {
  if (typeof gradients !== "object" || gradients === null) return gradients;
  if (isTensorLike(gradients) || isPromise(gradients)) return gradients;
  const read = (gradient: unknown) => {
    if (!isTensorLike(gradient)) return gradient;
    try {
      return toTensor(gradient);
    } catch {
      return gradient;
    }
  };
  return Object.fromEntries(Object.entries(gradients).map(([name, gradient]) => [name, read(gradient)]));
}

/** Whether an output has to become a tensor, as may be done. */
const isOther = (output: unknown): output is TensorLike | TensorsByName =>
  !isTensor(output) && (isTensorLike(output) || isNamed(output));

export function subjectOfMap<T extends TensorsByName, C, O extends TensorLike | TensorsByName>(
  map: MapSubject<T, C, O>,
  { upstream, seed = 0 }: { upstream?: InputOrShape; seed?: number },
): Subject {
  const name = map.name ?? "map";
  const tensors = tensorsOf(map as unknown as MapSubject);
  const give = givingAs(map.tensors) as (tensors: Tree<Tensor>) => InForm<T>;
  return {
    name,
    tensors,
    scalar: false,
    promoted: Object.values(map.tensors).some((x) => isTensor(x) && x.dtype === "float32"),
    upstream: upstream === undefined ? undefined : severalOf("upstream", upstream, drawUpstream(rng(seed))),
    ...joiningOutputs(
      {
        forward: (t, pass) => map.forward(give(t), pass),
        backward: (dy, cache, t) => asTensors(map.backward(dy as InForm<O>, cache as C, give(t))),
      },
      isOther,
    ),
    ...(map.state && { state: map.state }),
    drawn: drawnOf({ upstream }),
    call: {
      verb: "gradcheckMap",
      subject: codeOfName(map.name, "map"),
      options: upstream === undefined ? {} : { upstream: codeOf(upstream, "upstream") },
    },
  };
}
