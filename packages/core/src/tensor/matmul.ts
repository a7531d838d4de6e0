import { checkOptions } from "../layer/options.ts";
import { checkTensor, commonDtype } from "./elementwise.ts";
import { empty } from "./empty.ts";
import type { Matrix } from "./kernels/product/matrix.ts";
import { product } from "./kernels/product/product.ts";
import { formatShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

export interface MatmulOptions {
  /** Whether the host may round a multiplication and the addition after it once. False unless given. */
  readonly relaxed?: boolean;
}

/**
 * The product of two matrices: y[i, j] = Σ_l a[i, l] b[l, j]      a: [n, k]  b: [k, m]  ->  y: [n, m]
 *
 * Every entry is summed over l in order, in the precision of the matrices: the same bits on every host, whatever the
 * sizes and the layouts. `relaxed: true` gives that up for speed, where the host has WebAssembly's relaxed SIMD (Node 22
 * and later): the last bits then depend on the host and on the sizes.
 *
 * Throws unless both are matrices of the same precision, and a has as many columns as b has rows.
 *
 * @example
 * import { matmul, tensor, toArray } from "@nudge/core";
 *
 * console.log(toArray(matmul(tensor([[1, 2], [3, 4]]), tensor([[1], [10]]))));
 * // [ [ 21 ], [ 43 ] ]
 */
export function matmul(a: Tensor, b: Tensor, options?: MatmulOptions): Tensor {
  checkTensor("matmul", a);
  checkTensor("matmul", b);
  const dtype = commonDtype("matmul", a, b);
  if (options !== undefined) checkOptions("matmul", options, ["relaxed"]);
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
  product(matrixOf(y), matrixOf(a), matrixOf(b), options?.relaxed);
  return y;
}

function matrixOf({ data, offset, shape, stride }: Tensor): Matrix {
  const [rows, columns] = shape;
  const [rowStride, columnStride] = stride;
  return { data, offset, rows, columns, rowStride, columnStride };
}
