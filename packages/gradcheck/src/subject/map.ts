// A differentiable map of named tensors: the primitive that every other subject is adapted to.
import { cast, type Pass, rng, type Tensor, type Tree } from "@nudge/core";
import { codeOf, codeOfName } from "./code.ts";
import type { Subject } from "./subject.ts";
import { drawUpstream, type ShapeOrValues, valuesOf } from "./values.ts";

/** A map written anywhere: tensors by name, and two passes. */
export interface MapSubject<
  T extends { readonly [name: string]: Tensor } = { readonly [name: string]: Tensor },
  C = unknown,
> {
  readonly name?: string;
  readonly tensors: T;
  forward(tensors: T, pass: Pass): readonly [output: Tensor, cache: C];
  backward(upstream: Tensor, cache: C, tensors: T): { readonly [K in keyof T]: Tensor | null };
}

export function subjectOfMap<T extends { readonly [name: string]: Tensor }, C>(
  map: MapSubject<T, C>,
  upstream: ShapeOrValues | undefined,
  seed: number,
): Subject {
  const name = map.name ?? "map";
  const tensors = Object.fromEntries(
    Object.entries(map.tensors).map(([key, x]) => [key, cast(x, "float64")]),
  );
  return {
    name,
    tensors,
    scalar: false,
    upstream:
      upstream === undefined
        ? undefined
        : valuesOf("gradcheckMap", "upstream", upstream, drawUpstream(rng(seed))),
    forward: (t: Tree<Tensor>, pass) => map.forward(t as T, pass),
    backward: (dy, cache, t) => map.backward(dy, cache as C, t as T),
    call: {
      verb: "gradcheckMap",
      subject: codeOfName(map.name, "map"),
      options: upstream === undefined ? {} : { upstream: codeOf(upstream, "upstream") },
    },
  };
}
