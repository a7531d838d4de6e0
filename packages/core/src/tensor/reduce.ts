// Reductions of all entries to a number, or along one axis to a tensor: [n, m] along axis 0 -> [m]. float32 entries are
// added up in double precision, and always in row-major order.

import { normalizeAxis } from "../arguments/check-shape.ts";
import { readOptions } from "../arguments/options.ts";
import { flag } from "../arguments/reader.ts";
import { formatShape } from "../arguments/shape.ts";
import { contiguous } from "./contiguous.ts";
import { checkTensor } from "./elementwise.ts";
import { empty } from "./empty.ts";
import * as kernels from "./kernels/reduce.ts";
import { walk } from "./kernels/walk.ts";
import type { Tensor } from "./tensor.ts";

/** How an axis is reduced. */
export interface ReduceOptions {
  /** Whether the axis stays with length 1, so that the result broadcasts against the input. @defaultValue false */
  readonly keepDims?: boolean;
}

/**
 * The sum of all entries, or the sums along an axis (from the back where negative); 0 for no entries.
 * Throws when there is no such axis.
 *
 * @example
 * import { sum, tensor, toArray } from "@nudge/core";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * console.log(sum(x), toArray(sum(x, 0)), toArray(sum(x, 1, { keepDims: true })));
 * // 21 [ 5, 7, 9 ] [ [ 6 ], [ 15 ] ]
 */
export function sum(x: Tensor): number;
export function sum(x: Tensor, axis: number, options?: ReduceOptions): Tensor;
export function sum(x: Tensor, axis?: number, options?: ReduceOptions): number | Tensor {
  return reduce("sum", kernels.sumRun, x, axis, options);
}

/**
 * The mean of all entries, or the means along an axis (from the back where negative).
 * Throws when there is no such axis and when there are no entries.
 *
 * @example
 * import { mean, tensor, toArray } from "@nudge/core";
 *
 * const x = tensor([[1, 2, 3], [4, 5, 6]]);
 * console.log(mean(x), toArray(mean(x, -1)));
 * // 3.5 [ 2, 5 ]
 */
export function mean(x: Tensor): number;
export function mean(x: Tensor, axis: number, options?: ReduceOptions): Tensor;
export function mean(x: Tensor, axis?: number, options?: ReduceOptions): number | Tensor {
  return reduce("mean", kernels.meanRun, x, axis, options);
}

/**
 * The greatest of all entries, or the greatest along an axis (from the back where negative); NaN if one is NaN.
 * Throws when there is no such axis and when there are no entries.
 *
 * @example
 * import { max, tensor, toArray } from "@nudge/core";
 *
 * const x = tensor([[1, 9, 3], [4, 5, 6]]);
 * console.log(max(x), toArray(max(x, 0)));
 * // 9 [ 4, 9, 6 ]
 */
export function max(x: Tensor): number;
export function max(x: Tensor, axis: number, options?: ReduceOptions): Tensor;
export function max(x: Tensor, axis?: number, options?: ReduceOptions): number | Tensor {
  return reduce("max", kernels.maxRun, x, axis, options);
}

/**
 * Where the greatest entry stands: its row-major index, or its indices along an axis (from the back where negative). The
 * first of equal ones; the first NaN, if there is one.
 * Throws when there is no such axis and when there are no entries.
 *
 * @example
 * import { argmax, tensor, toArray } from "@nudge/core";
 *
 * const x = tensor([[1, 2, 3], [9, 5, 6]]);
 * console.log(argmax(x), toArray(argmax(x, 1)));
 * // 3 [ 2, 0 ]
 */
export function argmax(x: Tensor): number;
export function argmax(x: Tensor, axis: number, options?: ReduceOptions): Tensor;
export function argmax(x: Tensor, axis?: number, options?: ReduceOptions): number | Tensor {
  return reduce("argmax", kernels.argmaxRun, x, axis, options);
}

const readers = { keepDims: /* @__PURE__ */ flag(false) };

function reduce(
  name: string,
  kernel: kernels.ReduceKernel,
  x: Tensor,
  axis: number | undefined,
  options?: ReduceOptions,
): number | Tensor {
  checkTensor(name, x);
  if (axis === undefined) {
    checkCount(name, x, x.size, "");
    const { data, offset } = contiguous(x);
    return kernel(data, offset, 1, x.size);
  }
  const keepDims = options !== undefined && readOptions(name, options, readers).keepDims;
  const along = normalizeAxis(name, axis, x.shape);
  const length = x.shape[along];
  const step = x.stride[along];
  checkCount(name, x, length, ` along axis ${axis}`);

  const { data } = x;
  const shape = x.shape.toSpliced(along, 1);
  const stride = x.stride.toSpliced(along, 1);
  const out = empty(keepDims ? x.shape.with(along, 1) : shape, x.dtype);
  walk(shape, x.offset, stride, x.offset, stride, (o, n, xo, xs) => {
    for (let i = 0; i < n; i++) out.data[o + i] = kernel(data, xo + i * xs, step, length);
  });
  return out;
}

function checkCount(name: string, x: Tensor, count: number, where: string): void {
  if (count === 0 && name !== "sum")
    throw new Error(`${name}: ${formatShape(x.shape)} has no entries${where}`);
}
