// A case of the corpus: which tensors are drawn, what is changed in them, and a pair of passes over them.
// A base is written out once; a trap is a base with awkward data; a mutant is either of them with a bug.
import type { Tensor } from "@nudge/core";

export interface Tensors {
  readonly [name: string]: Tensor;
}

/** The formulas of a case, in the letters of its specification: all drawn tensors come in by name. */
export interface Passes<C> {
  forward(tensors: Tensors): readonly [Y: Tensor, cache: C];
  /** The gradients of the checked tensors, given the upstream gradient G. */
  backward(G: Tensor, cache: C, tensors: Tensors): Tensors;
}

export type Group = "plain" | "trap" | "gross" | "subtle" | "tiny" | "state" | "shape-nan" | "trap-mutant";

/** What an ideal checker says of a mutant. */
export type Diagnosis =
  | "sign"
  | "factor"
  | "zero"
  | "transposed"
  | "missing-sum"
  | "missing-term"
  | "wrong-axis"
  | "single-entry"
  | "permuted"
  | "support"
  | "input-gradient"
  | "non-finite"
  | "shape"
  | "accumulates"
  | "stale"
  | "nondeterministic-forward"
  | "nondeterministic-backward"
  | "mutates-input"
  | "mutates-upstream"
  | "ignores-upstream"
  | "other"
  | "aliased";

interface Bug {
  readonly bug: string;
  /** "gross" unless said otherwise. */
  readonly group?: Group;
  readonly diagnosis: Diagnosis;
  /** Returned over right, where the diagnosis is a factor. */
  readonly factor?: number;
  /** Diagnoses that are as true. */
  readonly alternatives?: readonly Diagnosis[];
  /** The range of the upstream gradient, {0.5, 1.5} unless said otherwise. */
  readonly upstream?: readonly [low: number, high: number];
}

export interface Definition<C = unknown> {
  readonly name: string;
  readonly seed: number;
  /** The tensors in drawing order: `*W[4,3]{-2,2}`, the star on checked ones, the range {-1,1} by default. */
  readonly data: string;
  readonly group: Group;
  /** What makes a trap hard. */
  readonly note?: string;
  /** False for a base that is there only for its variants. */
  readonly counted: boolean;
  /** Of a mutant: the bug, and the correct case that it is a copy of. */
  readonly bug?: Bug;
  readonly parent?: Definition<C>;
  /** The tensors that replace drawn ones. */
  change(drawn: Tensors): Tensors;
  /** Fresh passes: whatever they remember lives in this instance. */
  instance(): Passes<C>;
}

interface Base<C> extends Passes<C> {
  counted?: boolean;
  change?(drawn: Tensors): Tensors;
}

/** A correct case, with its formulas. */
export function base<C>(
  name: string,
  seed: number,
  data: string,
  options: Base<C>,
): Definition<C> & Passes<C> {
  const { counted = true, change = () => ({}), forward, backward } = options;
  const instance = () => ({ forward, backward });
  return { name, seed, data, group: "plain", counted, change, instance, forward, backward };
}

interface Variant<C> {
  /** Replaces the change of the base. */
  change?(drawn: Tensors): Tensors;
  /** The passes that differ from the right ones. */
  passes?(right: Passes<C>): Partial<Passes<C>>;
}

function derive<C>(parent: Definition<C>, { change = parent.change, passes }: Variant<C>): Definition<C> {
  const instance = () => {
    const right = parent.instance();
    return { ...right, ...passes?.(right) };
  };
  return { ...parent, counted: true, change, instance };
}

/** A correct case on which checkers raise false alarms. */
export function trap<C>(name: string, base: Definition<C>, note: string, variant: Variant<C>): Definition<C> {
  return { ...derive(base, variant), name, note, group: "trap" };
}

/** A bug: wrong gradients, or passes that are wrong or remember what they should not. */
interface BugOf<C> extends Bug {
  /** The gradients that replace right ones. */
  gradients?(right: Tensors, G: Tensor, cache: C, tensors: Tensors): Tensors;
  passes?(right: Passes<C>): Partial<Passes<C>>;
}

/** The mutants of a correct case: each is a copy of it with one bug. */
export function mutantsOf<C>(
  parent: Definition<C>,
  bugs: { readonly [name: string]: BugOf<NoInfer<C>> },
): Definition[] {
  return Object.entries(bugs).map(([name, { gradients, passes, ...bug }]) => {
    const spoil = (right: Passes<C>): Partial<Passes<C>> => ({
      backward(G, cache, tensors) {
        const returned = right.backward(G, cache, tensors);
        return { ...returned, ...gradients?.(returned, G, cache, tensors) };
      },
    });
    return { ...derive(parent, { passes: passes ?? spoil }), name, bug, parent, group: bug.group ?? "gross" };
  });
}
