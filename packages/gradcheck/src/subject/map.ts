// A differentiable map of named tensors: the primitive that every other subject is adapted to.
import { cast, isTensor, type Pass, rng, type Tensor } from "@nudge/core";
import { describe, type Tree } from "@nudge/core/internal";
import { ArgumentError } from "../words/argument-error.ts";
import { codeOf, codeOfName } from "../words/code.ts";
import { place } from "../words/describe.ts";
import { indexOf } from "../words/index-of.ts";
import {
  flattened,
  type InForm,
  inForm,
  isNamed,
  isPromise,
  isTensorLike,
  placeOf,
  type TensorLike,
  type TensorsByName,
  toTensor,
} from "./form.ts";
import type { Subject } from "./subject.ts";
import { drawnOf, drawUpstream, type InputOrShape, isSeveral, valuesOf } from "./values.ts";

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
export function tensorOf(name: string, values: unknown): Tensor {
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
function tensorsOf({ name, tensors, forward, backward }: MapSubject): { [name: string]: Tensor } {
  if (name !== undefined && typeof name !== "string")
    throw new ArgumentError(`name must be a string, got ${describe(name)}`);
  for (const [name, pass] of Object.entries({ forward, backward }))
    if (typeof pass !== "function")
      throw new ArgumentError(`${name} must be a function, got ${describe(pass)}`);
  if (typeof tensors !== "object" || tensors === null || Array.isArray(tensors) || isTensor(tensors))
    throw new ArgumentError(`tensors must have names, as in { x: tensor([1, 2]) }, got ${describe(tensors)}`);
  return Object.fromEntries(
    Object.entries(tensors).map(([name, x]) => [name, tensorOf(`tensors.${name}`, x)]),
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

/** The cache of a pass whose output was no tensor, with the form that the output had. */
class Formed {
  constructor(
    readonly cache: unknown,
    readonly output: TensorLike | TensorsByName,
  ) {}
}

/** What forward returned, with a tensor for its output; whatever is no pair stays as it is, to be refused. */
function readPair(returned: unknown): unknown {
  if (!Array.isArray(returned) || returned.length > 2) return returned;
  const [output, cache] = returned as unknown[];
  if (isTensor(output) || !(isTensorLike(output) || isNamed(output))) return returned;
  return [flattened(output), new Formed(cache, output)];
}

/** The upstream gradient of one output, or of several by name. */
function upstreamOf(given: InputOrShape, seed: number): Tensor {
  const draw = drawUpstream(rng(seed));
  if (!isSeveral(given)) return valuesOf("upstream", given, draw);
  const named = Object.entries(given).map(([name, one]) => [name, valuesOf(`upstream ${name}`, one, draw)]);
  return flattened(Object.fromEntries(named));
}

export function subjectOfMap<T extends TensorsByName, C, O extends TensorLike | TensorsByName>(
  map: MapSubject<T, C, O>,
  { upstream, seed = 0 }: { upstream?: InputOrShape; seed?: number },
): Subject {
  const name = map.name ?? "map";
  const tensors = tensorsOf(map as unknown as MapSubject);
  const give = givingAs(map.tensors) as (tensors: Tree<Tensor>) => InForm<T>;
  let form: TensorLike | TensorsByName = [];
  return {
    name,
    tensors,
    scalar: false,
    promoted: Object.values(map.tensors).some((x) => isTensor(x) && x.dtype === "float32"),
    upstream: upstream === undefined ? undefined : upstreamOf(upstream, seed),
    forward(t: Tree<Tensor>, pass: Pass) {
      const pair = readPair(map.forward(give(t), pass)) as readonly [Tensor, unknown];
      if (pair?.[1] instanceof Formed) form = pair[1].output;
      return pair;
    },
    backward(dy, cache, t) {
      const [own, upstream] = cache instanceof Formed ? [cache.cache, inForm(cache.output, dy)] : [cache, dy];
      return asTensors(map.backward(upstream as InForm<O>, own as C, give(t)));
    },
    placeOfOutput: (entry) => placeOf(form, entry),
    ...(map.state && { state: map.state }),
    drawn: drawnOf({ upstream }),
    call: {
      verb: "gradcheckMap",
      subject: codeOfName(map.name, "map"),
      options: upstream === undefined ? {} : { upstream: codeOf(upstream, "upstream") },
    },
  };
}
