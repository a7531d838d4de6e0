// Layers that are a function of numbers, entry by entry, with no operation of core for it.
import {
  type ElementwiseKernel,
  type Formula,
  type Graph,
  type GraphTensor,
  map,
  type Tensor,
} from "@nudge/core";

/** The passes of y = f(x), and how they are compiled: all from f and its derivative. `formula` is f for writing it out. */
export const elementwise = ({
  keeps,
  forward,
  backward,
  formula,
}: Omit<ElementwiseKernel, "kind"> & { readonly formula: Formula }) => ({
  forward: (x: Tensor): [Tensor, Tensor] => {
    const y = map(x, forward);
    return [y, keeps === "input" ? x : y];
  },
  backward: (dy: Tensor, kept: Tensor) => ({ input: map(dy, kept, backward) }),
  symbolic: (x: GraphTensor, _: object, graph: Graph) => graph.map(formula, x),
  kernel: { kind: "elementwise", keeps, forward, backward } as const,
});
