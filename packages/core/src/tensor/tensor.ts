// A tensor is a plain scijs ndarray over a typed array: shape, strides and an offset into shared data.
import type { NdArray } from "ndarray";

export type Tensor = NdArray<Float64Array | Float32Array>;
/** The precision of a tensor: what its `dtype` says. */
export type Dtype = "float64" | "float32";
