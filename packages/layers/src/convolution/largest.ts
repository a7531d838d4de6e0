// Of the entries that a window sees, the largest.
import { argmax, type Dtype, max, type Tensor, zeros } from "@nudge/core";
import { readOptions } from "@nudge/core/internal";
import { type PoolOptions, pooling, type Reduction, readersOfPooling } from "./pooling.ts";
import { type PerAxis, perAxis } from "./space.ts";

const largest = (): Reduction<Tensor> => ({
  outside: Number.NEGATIVE_INFINITY,
  forward: (rows) => [max(rows, 1), argmax(rows, 1)],

  // Only the largest entry moves y, the first of equal ones: it gets all of dy.
  backward: (dy, winner, { entries }) => {
    const rows = zeros([dy.size, entries], dy.dtype as Dtype);
    for (let p = 0; p < dy.size; p++) rows.set(p, winner.get(p), dy.get(p));
    return rows;
  },

  symbolic: (x, window, graph) => graph.maxPool(x, window),
});

/** The passes of max pooling over one axis or two. */
export function maxPooling(name: string, axes: 1 | 2, kernelSize: PerAxis, options: PoolOptions | undefined) {
  const kernel = perAxis(axes, 1).read(name, "kernel", kernelSize);
  return pooling(name, { kernel, ...readOptions(name, options, readersOfPooling(kernel)) }, largest());
}
