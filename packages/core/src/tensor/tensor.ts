// A tensor is a plain scijs ndarray over a typed array: shape, strides and an offset into shared data.
import type { NdArray } from "ndarray";
import { looksLikeTensor } from "../arguments/tensor-like.ts";

/**
 * An ndarray of one of the two precisions: `shape`, `stride` and `offset` say where its entries lie in `data`.
 *
 * `data` is one of two types of array, and TypeScript does not call `reduce` of such a union: `sum(x)` and its like, `toArray(x)`,
 * `Array.from(x.data)` and `for (const value of x.data)` serve both. What a tensor views may be only a part of `data`.
 */
export type Tensor = NdArray<Float64Array | Float32Array>;
/** The precision of a tensor: what its `dtype` says. */
export type Dtype = "float64" | "float32";

/**
 * Whether a value is a tensor: an ndarray over a `Float64Array` or a `Float32Array`.
 *
 * @example
 * import { isTensor, zeros } from "@nudge/core";
 *
 * console.log(isTensor(zeros([2, 3])), isTensor([1, 2]));
 * // true false
 */
export function isTensor(value: unknown): value is Tensor {
  return looksLikeTensor(value);
}
