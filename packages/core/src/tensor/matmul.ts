import { checkTensor, commonDtype } from "./elementwise.ts";
import { empty } from "./empty.ts";
import * as kernels from "./kernels/matmul.ts";
import { formatShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The product of two matrices: y[i, j] = Σ_l a[i, l] b[l, j]      a: [n, k]  b: [k, m]  ->  y: [n, m]
 *
 * Throws unless both are matrices of the same precision, and a has as many columns as b has rows.
 *
 * @example
 * import { matmul, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(matmul(tensor([[1, 2], [3, 4]]), tensor([[1], [10]]))));
 * // [ [ 21 ], [ 43 ] ]
 */
export function matmul(a: Tensor, b: Tensor): Tensor {
  checkTensor("matmul", a);
  checkTensor("matmul", b);
  const dtype = commonDtype("matmul", a, b);
  if (a.shape.length !== 2 || b.shape.length !== 2) {
    throw new Error(`matmul: expected two matrices, got ${formatShape(a.shape)} and ${formatShape(b.shape)}`);
  }
  const [n, k] = a.shape;
  const [rows, m] = b.shape;
  if (k !== rows) {
    const shapes = `${formatShape(a.shape)} by ${formatShape(b.shape)}`;
    throw new Error(`matmul: cannot multiply ${shapes}: ${k} columns against ${rows} rows`);
  }
  const y = empty([n, m], dtype);
  const [aRow, aColumn] = a.stride;
  const [bRow, bColumn] = b.stride;
  kernels.matmul(n, k, m, y.data, 0, m, 1, a.data, a.offset, aRow, aColumn, b.data, b.offset, bRow, bColumn);
  return y;
}
