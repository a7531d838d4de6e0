// A differentiable map of named tensors: the primitive that every other subject is adapted to.
import { cast, isTensor, type Pass, rng, type Tensor } from "@nudge/core";
import { describe, type Tree } from "@nudge/core/internal";
import { ArgumentError } from "../words/argument-error.ts";
import { codeOf, codeOfName } from "../words/code.ts";
import { place } from "../words/describe.ts";
import { indexOf } from "../words/index-of.ts";
import type { Subject } from "./subject.ts";
import { drawnOf, drawUpstream, type ShapeOrValues, valuesOf } from "./values.ts";

/** A map written anywhere: tensors by name, and two passes. */
export interface MapSubject<
  T extends { readonly [name: string]: Tensor } = { readonly [name: string]: Tensor },
  C = unknown,
> {
  /**
   * What the report calls it.
   *
   * @defaultValue "map"
   */
  readonly name?: string;
  /** The point to check at: the tensors by their names. */
  readonly tensors: T;
  /** Gives the output, and whatever `backward` needs of this pass. */
  forward(tensors: T, pass: Pass): readonly [output: Tensor, cache: C];
  /** Gives the gradient of every tensor under its name; null is that of integers, which have none. */
  backward(upstream: Tensor, cache: C, tensors: T): { readonly [K in keyof T]: Tensor | null };
}

/** A tensor of a map in float64. Throws where it is none, or has NaN among its entries. */
function tensorOf(name: string, x: unknown): Tensor {
  if (!isTensor(x)) {
    const list = Array.isArray(x) || ArrayBuffer.isView(x);
    const code = codeOf(x, "[...]");
    throw new ArgumentError(`${name} must be a tensor, got ${code}${list ? `: write tensor(${code})` : ""}`);
  }
  const tensor = cast(x, "float64");
  const bad = tensor.data.findIndex(Number.isNaN);
  if (bad >= 0) throw new ArgumentError(`${place(name, indexOf(bad, tensor.shape))} is NaN`);
  return tensor;
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

export function subjectOfMap<T extends { readonly [name: string]: Tensor }, C>(
  map: MapSubject<T, C>,
  { upstream, seed = 0 }: { upstream?: ShapeOrValues; seed?: number },
): Subject {
  const name = map.name ?? "map";
  return {
    name,
    tensors: tensorsOf(map as unknown as MapSubject),
    scalar: false,
    promoted: Object.values(map.tensors).some((x) => x.dtype === "float32"),
    upstream: upstream === undefined ? undefined : valuesOf("upstream", upstream, drawUpstream(rng(seed))),
    forward: (t: Tree<Tensor>, pass) => map.forward(t as T, pass),
    backward: (dy, cache, t) => map.backward(dy, cache as C, t as T),
    drawn: drawnOf({ upstream }),
    call: {
      verb: "gradcheckMap",
      subject: codeOfName(map.name, "map"),
      options: upstream === undefined ? {} : { upstream: codeOf(upstream, "upstream") },
    },
  };
}
