import { checkTensor } from "./elementwise.ts";
import { empty } from "./empty.ts";
import * as kernels from "./kernels/reduce.ts";
import { walk } from "./kernels/walk.ts";
import { contiguous } from "./reshape.ts";
import { formatShape, normalizeAxis } from "./shape.ts";
import type { Tensor } from "./tensor.ts";

export interface ReduceOptions {
  /** Whether the axis stays, with length 1, so that the result broadcasts against x. */
  readonly keepDims?: boolean;
}

/** The sum of all entries, or the sums along an axis. */
export function sum(x: Tensor): number;
export function sum(x: Tensor, axis: number, options?: ReduceOptions): Tensor;
export function sum(x: Tensor, axis?: number, options?: ReduceOptions): number | Tensor {
  return reduce("sum", kernels.sum, x, axis, options, true);
}

/** The mean of all entries, or the means along an axis. */
export function mean(x: Tensor): number;
export function mean(x: Tensor, axis: number, options?: ReduceOptions): Tensor;
export function mean(x: Tensor, axis?: number, options?: ReduceOptions): number | Tensor {
  return reduce("mean", kernels.mean, x, axis, options, false);
}

/** The greatest entry, or the greatest ones along an axis. */
export function max(x: Tensor): number;
export function max(x: Tensor, axis: number, options?: ReduceOptions): Tensor;
export function max(x: Tensor, axis?: number, options?: ReduceOptions): number | Tensor {
  return reduce("max", kernels.max, x, axis, options, false);
}

/** Where the greatest entry stands: its row-major index, or its index along an axis. */
export function argmax(x: Tensor): number;
export function argmax(x: Tensor, axis: number, options?: ReduceOptions): Tensor;
export function argmax(x: Tensor, axis?: number, options?: ReduceOptions): number | Tensor {
  return reduce("argmax", kernels.argmax, x, axis, options, false);
}

function reduce(
  name: string,
  kernel: kernels.ReduceKernel,
  x: Tensor,
  axis: number | undefined,
  { keepDims = false, ...unknown }: ReduceOptions = {},
  ofNothing: boolean,
): number | Tensor {
  checkTensor(name, x);
  for (const option in unknown) throw new Error(`${name}: unknown option "${option}"`);
  if (axis === undefined) {
    if (x.size === 0 && !ofNothing) throw new Error(`${name}: ${formatShape(x.shape)} has no entries`);
    const { data, offset } = contiguous(x);
    return kernel(data, offset, 1, x.size);
  }
  const along = normalizeAxis(name, axis, x.shape);
  const length = x.shape[along];
  const step = x.stride[along];
  if (length === 0 && !ofNothing) {
    throw new Error(`${name}: ${formatShape(x.shape)} has no entries along axis ${axis}`);
  }
  const rest = x.shape.filter((_, other) => other !== along);
  const stride = x.stride.filter((_, other) => other !== along);
  const out = empty(keepDims ? x.shape.with(along, 1) : rest, x.dtype);
  const { data } = x;
  walk(rest, x.offset, stride, x.offset, stride, (o, n, xo, xs) => {
    for (let i = 0; i < n; i++) out.data[o + i] = kernel(data, xo + i * xs, step, length);
  });
  return out;
}
