// What a compiled step has to know of a layer, a loss or an optimizer. The passes stay the definition: what is compiled
// from a kernel gives the same bits as they do, and tests hold it to that. Two things may differ: the signs of zeros in
// between, which are lost in sums that begin with 0; and everything where a number is not finite, for then the passes
// are run instead.
import type { Tensor, TypedArray } from "../tensor/tensor.ts";

/** y = x W + b, with the names of the parameters W: [in, out] and b: [out], if there is one. */
export interface AffineKernel {
  readonly kind: "affine";
  readonly weight: string;
  readonly bias: string | undefined;
}

/** y = f(x) entry by entry. */
export interface ElementwiseKernel {
  readonly kind: "elementwise";
  /** What `backward` gets besides dy: the entry of the input or of the output. */
  readonly keeps: "input" | "output";
  /** y = f(x) */
  forward(this: void, x: number): number;
  /** dx = dy f'(x) */
  backward(this: void, dy: number, kept: number): number;
}

/**
 * The children one after another: child k on the k-th fork of `pass.rng`, with the parameters and buffers under its
 * number. They may be run one by one in the place of the whole, as a summary does.
 */
export interface SequenceKernel {
  readonly kind: "sequence";
}

/** What is known of a layer. */
export type LayerKernel = AffineKernel | ElementwiseKernel | SequenceKernel;

/** What is known of an optimizer: that its step is plain gradient descent, `θ = (1 - rate weightDecay) θ - rate g`. */
export interface DescentKernel {
  readonly kind: "descent";
  readonly weightDecay: number;
}

/**
 * Both passes of a loss at once: gives the loss of a prediction [n, size] and writes its gradient to `gradient`, both
 * row-major from the start of their arrays. `target` is contiguous. Gives undefined, for the passes to be run instead,
 * where the target is not of a kind that it knows. Each number that the passes put in a tensor of float32 is rounded.
 */
export type LossKernel = (
  prediction: TypedArray,
  n: number,
  size: number,
  target: Tensor,
  gradient: TypedArray,
) => number | undefined;
