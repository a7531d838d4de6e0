// Layers that are a function of numbers, entry by entry, with no operation of core for it.
import { type ElementwiseKernel, map, type Tensor } from "@nudge/core";

/** The passes of y = f(x), and how they are compiled: all from f and its derivative. */
export const elementwise = ({ keeps, forward, backward }: Omit<ElementwiseKernel, "kind">) => ({
  forward: (x: Tensor): [Tensor, Tensor] => {
    const y = map(x, forward);
    return [y, keeps === "input" ? x : y];
  },
  backward: (dy: Tensor, kept: Tensor) => ({ input: map(dy, kept, backward) }),
  kernel: { kind: "elementwise", keeps, forward, backward } as const,
});
