// What every verb makes of its subject: a differentiable map of named tensors. The rooms above know only this.
import type { Input, Pass, Slice, Tensor } from "@nudge/core";
import type { Tree } from "@nudge/core/internal";
import type { Drawn, Verb } from "../words/report.ts";
import type { Block } from "./blocks.ts";
import type { TensorsByName } from "./form.ts";
import type { Sequence } from "./sequence.ts";
import type { Surrogate } from "./surrogate.ts";

/** The call that made a check, as code: the options are those that its verb has besides the common ones. */
export interface Call {
  readonly verb: Verb;
  readonly subject: string;
  readonly options: { readonly [name: string]: string };
}

/** The rows that a subject is computed on, of its inputs and targets. */
export interface Batch {
  /** How many there are. */
  readonly rows: number;
  /** The same on some of them, in this order. */
  take(rows: readonly number[]): Subject;
}

/**
 * Second derivatives: the output is a gradient, and what is checked its Jacobian H, which is symmetric. By products, backward gives
 * H u. As a matrix, the tensors are copies of θ, one for each row of H, and their gradients those rows.
 */
export type Hessian = {
  /** Where each tensor of θ lies in the output. */
  readonly parts: readonly Slice[];
} & ({ readonly form: "product" } | { readonly form: "matrix"; readonly blocks: readonly Block[] });

export interface Subject {
  /** As it prints: `dense(4, 3)`. */
  readonly name: string;
  /** The numbers between 0 and 1 among the arguments of its layers and its loss. */
  readonly rates?: readonly number[];
  /** The point to check at. Never written to: the passes get copies. */
  readonly tensors: Tree<Tensor>;
  /** Whether the output is a loss or a function's value, whose upstream gradient is 1 and may be ignored. */
  readonly scalar: boolean;
  /** Whether its numbers are float32 outside of the check. */
  readonly promoted?: boolean;
  /** The gradient of the number under test with respect to the output; drawn from the seed where it is a shape. */
  readonly upstream?: Input;
  forward(tensors: Tree<Tensor>, pass: Pass): readonly [output: Tensor, cache: unknown];
  /** The gradients under the names of the tensors. Not to be trusted in any way. */
  backward(upstream: Tensor, cache: unknown, tensors: Tree<Tensor>): unknown;
  /** What slopes are taken of, where it is declared not to be forward. */
  readonly surrogate?: Surrogate | undefined;
  /** The outputs that forward last gave, of a subject with several: their entries are those of its output, by rising names. */
  outputs?(): TensorsByName | undefined;
  /** Where an entry of the output is, in words, where it is no entry of one tensor. */
  placeOfOutput?(entry: number): string;
  /** The tensors that are written into an object of the caller's, each of which its forward has to read there. */
  readonly state?: readonly string[];
  /** Of one or several layers: how to run each by itself on the tensors as they stand. */
  readonly sequence?: Sequence | undefined;
  /** Of a layer, a loss or a model whose inputs and targets all have as many rows. */
  readonly batch?: Batch | undefined;
  readonly hessian?: Hessian;
  /** What was not given, and drawn from the seed in a given shape. */
  readonly drawn?: readonly Drawn[];
  readonly call: Call;
}
