import { broadcastShape, broadcastStride } from "./broadcast.ts";
import { checkTensor, commonDtype } from "./elementwise.ts";
import { empty } from "./empty.ts";
import * as kernels from "./kernels/matmul.ts";
import { walk } from "./kernels/walk.ts";
import { formatShape } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

/**
 * The product of two matrices: y[i, j] = Σ_l a[i, l] b[l, j]      a: [n, k]  b: [k, m]  ->  y: [n, m]
 *
 * Axes before the last two count matrices, which are multiplied in pairs; those axes broadcast: [8, n, k] by [k, m] gives
 * [8, n, m]. Throws unless both are matrices of the same precision, and a has as many columns as b has rows.
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
  if (a.shape.length !== 2 || b.shape.length !== 2) return matmulBatch(a, b);
  const [n, k] = a.shape;
  const [rows, m] = b.shape;
  checkInner(a, b, k, rows);
  const y = empty([n, m], dtype);
  const [aRow, aColumn] = a.stride;
  const [bRow, bColumn] = b.stride;
  kernels.matmul(n, k, m, y.data, 0, m, 1, a.data, a.offset, aRow, aColumn, b.data, b.offset, bRow, bColumn);
  return y;
}

function matmulBatch(a: Tensor, b: Tensor): Tensor {
  if (a.shape.length < 2 || b.shape.length < 2) {
    throw new Error(`matmul: expected two matrices, got ${formatShape(a.shape)} and ${formatShape(b.shape)}`);
  }
  const [n, k] = a.shape.slice(-2);
  const [rows, m] = b.shape.slice(-2);
  checkInner(a, b, k, rows);
  const [aRow, aColumn] = a.stride.slice(-2);
  const [bRow, bColumn] = b.stride.slice(-2);
  const aBatch = a.shape.slice(0, -2);
  const bBatch = b.shape.slice(0, -2);
  const batch = broadcastShape("matmul", aBatch, bBatch);
  const aStride = broadcastStride(aBatch, a.stride.slice(0, -2), batch);
  const bStride = broadcastStride(bBatch, b.stride.slice(0, -2), batch);
  const y = empty([...batch, n, m], commonDtype("matmul", a, b));
  walk(batch, a.offset, aStride, b.offset, bStride, (start, count, aStart, aStep, bStart, bStep) => {
    for (let i = 0; i < count; i++) {
      const o = (start + i) * n * m;
      const p = aStart + i * aStep;
      const q = bStart + i * bStep;
      kernels.matmul(n, k, m, y.data, o, m, 1, a.data, p, aRow, aColumn, b.data, q, bRow, bColumn);
    }
  });
  return y;
}

function checkInner(a: Tensor, b: Tensor, columns: number, rows: number): void {
  if (columns === rows) return;
  const shapes = `${formatShape(a.shape)} by ${formatShape(b.shape)}`;
  throw new Error(`matmul: cannot multiply ${shapes}: ${columns} columns against ${rows} rows`);
}
