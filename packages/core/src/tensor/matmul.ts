import { checkSize } from "../arguments/check-shape.ts";
import { readOptions } from "../arguments/options.ts";
import { flag } from "../arguments/reader.ts";
import { formatShape } from "../arguments/shape.ts";
import { broadcastShape, broadcastStride } from "./broadcast.ts";
import { checkTensor, commonDtype } from "./elementwise.ts";
import { empty } from "./empty.ts";
import type { Matrix } from "./kernels/product/matrix.ts";
import { product } from "./kernels/product/product.ts";
import { walk } from "./kernels/walk.ts";
import type { Tensor } from "./tensor.ts";

/** How matrices are multiplied. */
export interface MatmulOptions {
  /** Whether the host may round a multiplication and the addition after it together, once. @defaultValue false */
  readonly relaxed?: boolean;
}

/**
 * The product of two matrices: y[i, j] = Σ_l a[i, l] b[l, j]      a: [n, k]  b: [k, m]  ->  y: [n, m]
 *
 * Axes before the last two count matrices, which are multiplied in pairs; those axes broadcast: [8, n, k] by [k, m] gives
 * [8, n, m].
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
  const relaxed = options !== undefined && readOptions("matmul", options, readers).relaxed;
  if (a.shape.length !== 2 || b.shape.length !== 2) return matmulBatch(a, b, relaxed);
  const [n, k] = a.shape;
  const [rows, m] = b.shape;
  checkInner(a, b, k, rows);
  checkSize("matmul", [n, m]);
  const y = empty([n, m], dtype);
  product(matrixOf(y), matrixOf(a), matrixOf(b), relaxed);
  return y;
}

const readers = { relaxed: /* @__PURE__ */ flag(false) };

/** The last matrix axes of a tensor, at its first entry. */
function matrixOf({ data, offset, shape, stride }: Tensor): Matrix {
  const [rows, columns] = shape.slice(-2);
  const [rowStride, columnStride] = stride.slice(-2);
  return { data, offset, rows, columns, rowStride, columnStride };
}

function matmulBatch(a: Tensor, b: Tensor, relaxed: boolean): Tensor {
  if (a.shape.length < 2 || b.shape.length < 2) {
    throw new Error(`matmul: expected two matrices, got ${formatShape(a.shape)} and ${formatShape(b.shape)}`);
  }
  const [n, k] = a.shape.slice(-2);
  const [rows, m] = b.shape.slice(-2);
  checkInner(a, b, k, rows);
  const aBatch = a.shape.slice(0, -2);
  const bBatch = b.shape.slice(0, -2);
  const batch = broadcastShape("matmul", aBatch, bBatch);
  const aStride = broadcastStride(aBatch, a.stride.slice(0, -2), batch);
  const bStride = broadcastStride(bBatch, b.stride.slice(0, -2), batch);
  checkSize("matmul", [...batch, n, m]);
  const y = empty([...batch, n, m], commonDtype("matmul", a, b));
  walk(batch, a.offset, aStride, b.offset, bStride, (start, count, aStart, aStep, bStart, bStep) => {
    for (let i = 0; i < count; i++) {
      const out = {
        data: y.data,
        offset: (start + i) * n * m,
        rows: n,
        columns: m,
        rowStride: m,
        columnStride: 1,
      };
      const left = { ...matrixOf(a), offset: aStart + i * aStep };
      const right = { ...matrixOf(b), offset: bStart + i * bStep };
      product(out, left, right, relaxed);
    }
  });
  return y;
}

function checkInner(a: Tensor, b: Tensor, columns: number, rows: number): void {
  if (columns === rows) return;
  const shapes = `${formatShape(a.shape)} by ${formatShape(b.shape)}`;
  throw new Error(`matmul: cannot multiply ${shapes}: ${columns} columns against ${rows} rows`);
}
