// What a layer is: a pure pair of passes. `forward` returns its output and a cache, `backward` takes the gradient of
// the output and that cache and returns the gradient of the input and of each parameter under the same names.
// Nothing is kept on an instance, so nothing goes stale.
import type { Rng } from "../random/rng.ts";
import type { Input, Output } from "../tensor/input.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Graph, GraphTensor } from "./graph.ts";
import type { LayerKernel } from "./kernel.ts";

export type { Input, Output } from "../tensor/input.ts";

/** What a pass may depend on besides its arguments. */
export interface Pass {
  readonly training: boolean;
  /** Where a random layer such as dropout draws from: replay the seed, replay the mask. */
  readonly rng: Rng;
}

/** What the caller of `backward` needs. A layer may save itself the rest, and give `notNeeded` in its place. */
export interface Needs {
  /** The gradient of the input; the first layer in training can do without. */
  readonly input: boolean;
}

/**
 * What `backward` gives in the place of an input gradient that `needs` says is not needed: null, with a type that fits.
 *
 * @example
 * import { defineLayer, multiply, notNeeded, ones } from "@nudge/core";
 *
 * const double = defineLayer("double", () => ({
 *   forward: (x) => [multiply(x, 2), null],
 *   backward: (dy, _cache, _parameters, needs) => ({ input: needs.input ? multiply(dy, 2) : notNeeded }),
 * }));
 * console.log(double().backward(ones([2]), null, {}, { input: false }).input);
 * // null
 */
export const notNeeded = null as never;

/** A constant start, or an initializer. */
export type Initial = Tensor | ((rng: Rng) => Tensor);

export interface InitialTree {
  readonly [name: string]: Initial | InitialTree | undefined;
}

/** The tensors of a tree of initial values, under the same names. */
export type Values<T> = {
  readonly [K in keyof T]: T[K] extends Initial | undefined
    ? Tensor | Extract<T[K], undefined>
    : Values<T[K]>;
};

/** The gradient of an input; null where the input is of integers. */
export type InputGradient<I> = I extends Tensor ? Tensor | null : { readonly [K in keyof I]: Tensor | null };

/** The gradient of an output, or of each of several under its name. */
export type OutputGradient<O> = O extends Tensor ? Tensor : { readonly [K in keyof O]: Tensor };

/** What `forward` returns. New buffer values are returned, never written: only training applies them. */
export type Forward<B> = readonly [output: Output, cache: unknown, buffersAfter?: Values<B> | undefined];

/** The body of a layer, as given to `defineLayer`. */
export interface Definition<
  P extends InitialTree,
  R extends Forward<B>,
  B extends InitialTree,
  I extends Input,
  G,
> {
  readonly parameters?: P & { readonly input?: never };
  /** Values that are kept but not trained: batch norm's running statistics. */
  readonly buffers?: B;
  /** The layers inside, if any, in the order of their names in `parameters`. */
  readonly children?: readonly Layer[];
  /**
   * For training at speed: how the layer is compiled together with its neighbours, if it is of a kind that can be. A copy of
   * the layer does not have it.
   */
  readonly kernel?: LayerKernel;
  /**
   * For writing the layer out, as source or as ONNX: what forward does in evaluation with one row, `x: [1, ...]`, in
   * operations of a graph. A copy of the layer does not have it.
   */
  symbolic?(
    x: GraphTensor,
    parameters: Values<NoInfer<P>>,
    graph: Graph,
    buffers: Values<NoInfer<B>>,
  ): GraphTensor;
  /**
   * In training, results of operations are written over by the next step: what a layer keeps longer, for any reason, has
   * to be a `copy`. Results of the first step become NaN at the second, so that a layer that keeps them is found at once.
   */
  forward(input: I, parameters: Values<NoInfer<P>>, pass: Pass, buffers: Values<NoInfer<B>>): R;
  backward(
    outputGradient: OutputGradient<NoInfer<R>[0]>,
    cache: NoInfer<R>[1],
    parameters: Values<NoInfer<P>>,
    needs: Needs,
  ): { readonly input: G } & Values<NoInfer<P>>;
  /**
   * The function whose gradient backward is, where that is not forward: rounding with the gradient of the identity. It gives
   * the output alone. Nothing but a gradient check runs it.
   */
  surrogate?(
    input: NoInfer<I>,
    parameters: Values<NoInfer<P>>,
    pass: Pass,
    buffers: Values<NoInfer<B>>,
  ): NoInfer<R>[0];
}

/** A layer: two pure passes, and how its parameters and buffers start. It prints as the code that makes it. */
export interface Layer<
  P extends InitialTree = InitialTree,
  C = unknown,
  B extends InitialTree = InitialTree,
  I extends Input = Input,
  G = InputGradient<Input>,
  O extends Output = Output,
> {
  readonly name: string;
  readonly args: readonly unknown[];
  readonly parameters: P;
  readonly buffers: B;
  readonly children: readonly Layer[];
  forward(
    input: I,
    parameters: Values<P>,
    pass: Pass,
    buffers: Values<B>,
  ): readonly [output: O, cache: C, buffersAfter?: Values<B> | undefined];
  /** The function whose gradient backward is, where it is declared not to be forward. */
  surrogate?(input: I, parameters: Values<P>, pass: Pass, buffers: Values<B>): O;
  /** All gradients, or those that the caller needs. */
  backward(
    outputGradient: OutputGradient<O>,
    cache: C,
    parameters: Values<P>,
    needs?: Needs,
  ): { readonly input: G } & Values<P>;
  toString(): string;
}
