// Pooling makes one number of all that a window sees in a channel. Every channel of every example is an image of its own.
import {
  expectShape,
  type Graph,
  type GraphTensor,
  type GraphWindow,
  type Tensor,
  tensors,
} from "@nudge/core";
import type { Readers } from "@nudge/core/internal";
import { spaceOf } from "../formulas/channels.ts";
import { inputPattern, type PerAxis, perAxis } from "./space.ts";
import { gather, scatter, type WindowOptions, type Windows, windowsOf } from "./windows.ts";

/** The options of pooling; where there are two axes, a list has one number for each. */
export interface PoolOptions {
  /** How far the window moves from one output to the next: from 1 on. @defaultValue the kernel */
  readonly stride?: PerAxis;
  /** How many entries are added before and behind the input: up to half of the kernel. @defaultValue 0 */
  readonly padding?: PerAxis;
}

/** What one position of the window makes of the rows it sees: rows [positions, entries] -> [positions], and the way back. */
export interface Reduction<C> {
  /** What stands in the padding. */
  readonly outside: number;
  forward(rows: Tensor, windows: Windows): readonly [y: Tensor, cache: C];
  symbolic(x: GraphTensor, window: GraphWindow, graph: Graph): GraphTensor;
  backward(dy: Tensor, cache: C, windows: Windows): Tensor;
}

/** What the options of pooling must be. */
export const readersOfPooling = (
  kernel: readonly number[],
): Readers<Pick<WindowOptions, "stride" | "padding">> => {
  const axes = kernel.length as 1 | 2;
  return { stride: perAxis(axes, 1, kernel), padding: perAxis(axes, 0, 0) };
};

/** The passes of a layer that makes a number of all that a window of this shape sees. */
export function pooling<C>(
  name: string,
  shape: Omit<WindowOptions, "dilation">,
  { outside, forward, backward, symbolic }: Reduction<C>,
) {
  const { kernel, padding } = shape;
  const axes = kernel.length as 1 | 2;
  padding.forEach((p, axis) => {
    if (p <= kernel[axis] / 2) return;
    throw new Error(`${name}: padding must be up to half of the kernel, got ${p} for ${kernel[axis]}`);
  });
  const window = { ...shape, dilation: kernel.map(() => 1) };

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

    symbolic: (x: GraphTensor, _: object, graph: Graph) => symbolic(x, window, graph),
  };
}
