// A tensor is a plain scijs ndarray over a typed array: shape, strides and an offset into shared data. Where a host forbids
// to compile code, which ndarray does, it is a view of the same interface.
import type { NdArray } from "ndarray";
import { flawOf, looksLikeTensor } from "../arguments/tensor-like.ts";

/**
 * An ndarray of one of the two precisions: `shape`, `stride` and `offset` say where its entries lie in `data`.
 *
 * What a tensor views may be only a part of `data`: `sum(x)` and its like, and `toArray(x)`, keep to that part.
 */
export type Tensor = NdArray<TypedArray>;

/** What a tensor holds its entries in. */
export type TypedArray = (Float64Array | Float32Array) & {
  // Of a union, TypeScript calls a method that has several signatures only by one that all its types share.
  reduce(f: (total: number, value: number, index: number) => number, start?: number): number;
};

/** The precision of a tensor: what its `dtype` says. */
export type Dtype = "float64" | "float32";

/**
 * Whether a value is a tensor: an ndarray of up to 32 axes over a `Float64Array` or a `Float32Array`, in which all its
 * entries lie.
 *
 * @example
 * import { isTensor, zeros } from "@nudge/core";
 *
 * console.log(isTensor(zeros([2, 3])), isTensor([1, 2]));
 * // true false
 */
export function isTensor(value: unknown): value is Tensor {
  return looksLikeTensor(value) && flawOf(value) === undefined;
}
