// Pooling makes one number of all that a window sees in a channel. Every channel of every example is an image of its own.
import { expectShape, type Tensor, tensors } from "@nudge/core";
import { checkOptions } from "@nudge/core/internal";
import { spaceOf } from "../formulas/channels.ts";
import { inputPattern, type PerAxis, perAxis } from "./space.ts";
import { gather, scatter, type Windows, windowsOf } from "./windows.ts";

/** The options of pooling; where there are two axes, a list has one number for each. */
export interface PoolOptions {
  /** How far the window moves from one output to the next: from 1 on; the kernel unless given. */
  readonly stride?: PerAxis;
  /** How many entries are added before and behind the input: up to half of the kernel; 0 unless given. */
  readonly padding?: PerAxis;
}

/** What one position of the window makes of the rows it sees: rows [positions, entries] -> [positions], and the way back. */
export interface Reduction<C> {
  /** What stands in the padding. */
  readonly outside: number;
  forward(rows: Tensor, windows: Windows): readonly [y: Tensor, cache: C];
  backward(dy: Tensor, cache: C, windows: Windows): Tensor;
}

export function pooling<C>(
  name: string,
  axes: 1 | 2,
  kernelSize: PerAxis,
  options: PoolOptions,
  { outside, forward, backward }: Reduction<C>,
  others: readonly string[] = [],
) {
  checkOptions(name, options, ["stride", "padding", ...others]);
  const kernel = perAxis(name, "kernel", kernelSize, axes, 1);
  const { stride = kernel, padding = 0 } = options;
  const window = {
    kernel,
    stride: perAxis(name, "stride", stride, axes, 1),
    padding: perAxis(name, "padding", padding, axes, 0),
    dilation: kernel.map(() => 1),
  };
  window.padding.forEach((p, axis) => {
    if (p <= kernel[axis] / 2) return;
    throw new Error(`${name}: expected padding up to half of the kernel, got ${p} for ${kernel[axis]}`);
  });

  const asImages = (shape: readonly number[]) => [shape[0] * shape[1], 1, spaceOf(shape)];
  return {
    forward: (x: Tensor): readonly [y: Tensor, cache: unknown] => {
      expectShape(x, inputPattern("channels", axes));
      const [n, channels, ...space] = x.shape;
      const windows = windowsOf(space, window);
      const [y, cache] = forward(gather(tensors.reshape(x, asImages(x.shape)), windows, outside), windows);
      return [tensors.reshape(y, [n, channels, ...windows.shape]), { cache, windows, shape: x.shape }];
    },

    backward: (
      dy: Tensor,
      { cache, windows, shape }: { cache: C; windows: Windows; shape: readonly number[] },
    ) => {
      const rows = backward(tensors.reshape(dy, [dy.size]), cache, windows);
      return { input: tensors.reshape(scatter(rows, asImages(shape), windows), shape) };
    },
  };
}
