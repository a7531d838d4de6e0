// A trap is a correct map on which a checker may raise a false alarm; some have subtle mutants, which hide in the same
// difficulty.
import { multiply, type Tensor } from "@nudge/core";
import type { GradcheckOptions, GradcheckReport } from "../../../src/index.ts";
import { put } from "../../corpus/algebra.ts";
import type { Tensors } from "../../corpus/definition.ts";
import { checkMap, type DrawnMap } from "../entry.ts";

type Check = (options?: GradcheckOptions) => GradcheckReport;

export interface Trap {
  readonly name: string;
  /** Whether the check may end without a verdict: there is nothing, or too little, to see. It may never fail. */
  readonly undecidable: boolean;
  readonly check: Check;
  readonly mutants: readonly { readonly name: string; readonly check: Check }[];
}

/** Gradients that replace right ones. */
type Spoil<C> = (right: Tensors, dy: Tensor, cache: C, tensors: Tensors) => Tensors;

/** A trap from a map, or from a function that makes it anew for each check. */
export function trap<C>(
  name: string,
  map: DrawnMap<C> | (() => DrawnMap<C>),
  mutants: { readonly [name: string]: Spoil<NoInfer<C>> } = {},
  { undecidable = false }: { undecidable?: boolean } = {},
): Trap {
  const fresh = () => (typeof map === "function" ? map() : map);
  return {
    name,
    undecidable,
    check: (options) => checkMap(fresh(), options),
    mutants: Object.entries(mutants).map(([mutant, gradients]) => ({
      name: `${name}: ${mutant}`,
      check: (options) => {
        const right = fresh();
        const backward: typeof right.backward = (dy, cache, tensors) => {
          const returned = right.backward(dy, cache, tensors);
          return { ...returned, ...gradients(returned, dy, cache, tensors) };
        };
        return checkMap({ ...right, backward }, options);
      },
    })),
  };
}

/** One tensor's gradient too large by this share. */
export const off = (name: string, share: number) => (right: Tensors) => ({
  [name]: multiply(right[name], 1 + share),
});

/** One entry of a gradient in the place of the right one. */
export const entry =
  (name: string, index: readonly number[], value = 0) =>
  (right: Tensors) => ({ [name]: put(right[name], index, value) });
