// Of the entries that a window sees, the mean.
import { type Dtype, divide, multiply, ones, sum, type Tensor, tensors, zeros } from "@nudge/core";
import { flag, readOptions } from "@nudge/core/internal";
import { type PoolOptions, pooling, type Reduction, readersOfPooling } from "./pooling.ts";
import { type PerAxis, perAxis } from "./space.ts";
import type { Windows } from "./windows.ts";

/** The options of `averagePool1d` and `averagePool2d`. */
export interface AveragePoolOptions extends PoolOptions {
  /** Whether the padding counts as zeros, or not at all. @defaultValue true */
  readonly countPadding?: boolean;
}

/** How many entries each of `size` outputs is the mean of; the positions of a window come again for every image. */
function counts(
  size: number,
  { positions, entries, table }: Windows,
  countPadding: boolean,
  dtype: Dtype,
): Tensor {
  const all = zeros([size], dtype);
  for (let p = 0; p < size; p++) {
    const start = (p % positions) * entries;
    const inside = table.subarray(start, start + entries).filter((i) => i >= 0).length;
    all.data[p] = countPadding ? entries : inside;
  }
  return all;
}

const average = (countPadding: boolean): Reduction<Tensor> => ({
  outside: 0,
  forward: (rows, windows) => {
    const count = counts(rows.shape[0], windows, countPadding, rows.dtype as Dtype);
    return [divide(sum(rows, 1), count), count];
  },

  // y = Σ_k x_k / count:   every entry of the window gets dy / count
  backward: (dy, count, { entries }) =>
    multiply(tensors.reshape(divide(dy, count), [dy.size, 1]), ones([1, entries], dy.dtype as Dtype)),

  symbolic: (x, window, graph) => graph.averagePool(x, window, countPadding),
});

/** The passes of average pooling over one axis or two. */
export function averagePooling(
  name: string,
  axes: 1 | 2,
  kernelSize: PerAxis,
  options: AveragePoolOptions | undefined,
) {
  const kernel = perAxis(axes, 1).read(name, "kernel", kernelSize);
  const { countPadding, ...movement } = readOptions(name, options, {
    ...readersOfPooling(kernel),
    countPadding: flag(true),
  });
  return pooling(name, { kernel, ...movement }, average(countPadding));
}
