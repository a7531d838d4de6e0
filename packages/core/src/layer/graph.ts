// What a layer says of itself to be written out, as source or as ONNX: what `forward` does in evaluation, in operations of
// a graph. Its tensors have a shape and no values, but for parameters and buffers, which are tensors as ever.
import type { Tensor } from "../tensor/tensor.ts";

/** A tensor in a graph. Its first axis is the batch, and counts as 1: rows are computed each by itself. */
export interface GraphTensor {
  readonly shape: readonly number[];
}

/** A number in a formula of single entries. */
export interface Term {
  readonly operation: string;
  readonly of: readonly (Term | number)[];
}

/** Operations on single entries: on the numbers in a formula, or on tensors, entry by entry and with broadcasting. */
export interface Arithmetic<Argument, Result> {
  add(a: Argument, b: Argument): Result;
  subtract(a: Argument, b: Argument): Result;
  multiply(a: Argument, b: Argument): Result;
  divide(a: Argument, b: Argument): Result;
  maximum(a: Argument, b: Argument): Result;
  minimum(a: Argument, b: Argument): Result;
  abs(x: Argument): Result;
  exp(x: Argument): Result;
  /** eˣ - 1 */
  expm1(x: Argument): Result;
  log(x: Argument): Result;
  sqrt(x: Argument): Result;
  tanh(x: Argument): Result;
  /** 1 / (1 + e⁻ˣ) */
  sigmoid(x: Argument): Result;
  /** log(1 + eˣ) */
  softplus(x: Argument): Result;
  /** 1 - erf x, the complementary error function. */
  erfc(x: Argument): Result;
  /** `a` where x is above 0, else `b`. */
  ifPositive(x: Argument, a: Argument, b: Argument): Result;
}

/** A function of single entries, as its operations. */
export type Formula = (arithmetic: Arithmetic<Term | number, Term>, ...entries: Term[]) => Term;

/** How a window looks and moves, a number for each axis of space. */
export interface GraphWindow {
  readonly kernel: readonly number[];
  readonly stride: readonly number[];
  /** How far the input is continued to both sides. */
  readonly padding: readonly number[];
  /** How far the entries of the window are apart. */
  readonly dilation: readonly number[];
}

/** What stands in a graph: a tensor of it, of which an operation takes at least one, a parameter, or a number. */
export type GraphOperand = GraphTensor | Tensor | number;

/**
 * The operations that a net can be written out in. Each gives what the operation of its name on tensors gives, rounded where that
 * rounds: in a model of float32, two operations round twice, and a formula in `map` once.
 *
 * Axes are counted as in `forward`, from the back where negative; the batch, axis 0, is left alone: what would mix rows throws.
 */
export interface Graph extends Arithmetic<GraphOperand, GraphTensor> {
  /** y = f(a, b, ...) entry by entry, with broadcasting. */
  map(formula: Formula, ...operands: readonly GraphOperand[]): GraphTensor;
  /** y = x W over the last axis of x, W: [in, out]. */
  matmul(x: GraphTensor, weight: Tensor): GraphTensor;
  /** The sum along an axis, which stays with length 1. */
  sum(x: GraphTensor, axis: number): GraphTensor;
  /** The mean along an axis, which stays with length 1. */
  mean(x: GraphTensor, axis: number): GraphTensor;
  /** The greatest along an axis, which stays with length 1. */
  max(x: GraphTensor, axis: number): GraphTensor;
  /** The same entries, in row-major order, in another shape: the batch first, 1. */
  reshape(x: GraphTensor, shape: readonly number[]): GraphTensor;
  concatenate(parts: readonly GraphTensor[], axis: number): GraphTensor;
  /** What a window sees of all channels, times W: [out, in, ...kernel]; x: [1, in, ...] with one axis of space or two. */
  convolve(x: GraphTensor, weight: Tensor, window: GraphWindow): GraphTensor;
  /** The greatest entry that a window sees of each channel. */
  maxPool(x: GraphTensor, window: GraphWindow): GraphTensor;
  /** The mean of the entries that a window sees of each channel, with zeros in the padding, or of those inside only. */
  averagePool(x: GraphTensor, window: GraphWindow, countPadding: boolean): GraphTensor;
  /** What a layer inside this one does, with its own parameters and buffers. Throws in its name where it has no `symbolic`. */
  apply(layer: object, x: GraphTensor, parameters: object, buffers: object): GraphTensor;
}
