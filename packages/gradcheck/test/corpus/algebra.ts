// The little algebra that the formulas of the corpus need beside the tensor operations.
import {
  add,
  copy,
  divide,
  exp,
  log,
  max,
  mean,
  multiply,
  square,
  subtract,
  sum,
  type Tensor,
  tensor,
} from "@nudge/core";
import type { Tensors } from "./definition.ts";

const keepDims = { keepDims: true } as const;

export const rowSum = (X: Tensor) => sum(X, 1, keepDims);
export const rowMean = (X: Tensor) => mean(X, 1, keepDims);
export const columnSum = (X: Tensor) => sum(X, 0, keepDims);
export const columnMean = (X: Tensor) => mean(X, 0, keepDims);

/** The softmax of each row. */
export function softmax(Z: Tensor): Tensor {
  const E = exp(subtract(Z, max(Z, 1, keepDims)));
  return divide(E, rowSum(E));
}

/** log Σ_j exp(Z[n,j]) of each row, as a column. */
export function logSumExp(Z: Tensor): Tensor {
  const m = max(Z, 1, keepDims);
  return add(m, log(rowSum(exp(subtract(Z, m)))));
}

/** 1 − H², the slope of tanh where its value is H. */
export const tanhSlope = (H: Tensor) => subtract(1, square(H));

/** Y(1 − Y), the slope of the logistic function where its value is Y. */
export const sigmoidSlope = (Y: Tensor) => multiply(Y, subtract(1, Y));

/** Rows or columns from ... to − 1 of a matrix, as a view. */
export const rows = (X: Tensor, from: number, to: number) => X.lo(from, 0).hi(to - from, X.shape[1]);
export const columns = (X: Tensor, from: number, to: number) => X.lo(0, from).hi(X.shape[0], to - from);

/** Visits every index of a shape, row-major. */
export function walk(shape: readonly number[], visit: (...index: number[]) => void): void {
  const [size, ...inner] = shape;
  if (size === undefined) visit();
  for (let i = 0; i < size; i++) walk(inner, (...rest) => visit(i, ...rest));
}

/** The tensor whose entries are `value(...index)`. */
export function fill(shape: readonly number[], value: (...index: number[]) => number): Tensor {
  const values: number[] = [];
  walk(shape, (...index) => values.push(value(...index)));
  return tensor(values, [...shape]);
}

/** X[index] += value. */
export function increment(X: Tensor, index: readonly number[], value: number): void {
  X.set(...index, X.get(...index) + value);
}

/** A copy of X with X[index] = value. */
export function put(X: Tensor, index: readonly number[], value: number): Tensor {
  const changed = copy(X);
  changed.set(...index, value);
  return changed;
}

/** Writes the entries of a tensor over those of another, in place. */
export function overwrite(target: Tensor, source: Tensor): void {
  walk(target.shape, (...index) => target.set(...index, source.get(...index)));
}

/** Matrices side by side. */
export function joinColumns(...parts: readonly Tensor[]): Tensor {
  const joined = parts.flatMap((part) => Array.from({ length: part.shape[1] }, (_, j) => part.pick(null, j)));
  return fill([parts[0].shape[0], joined.length], (i, j) => joined[j].get(i));
}

/** The same function of each tensor of a record. */
export const each = (tensors: Tensors, f: (x: Tensor) => Tensor): Tensors =>
  Object.fromEntries(Object.entries(tensors).map(([name, x]) => [name, f(x)]));
