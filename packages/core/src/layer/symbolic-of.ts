// What layers say of themselves to be written out, kept as kernels are: a copy, such as `{ ...layer, forward }`, has none.
import type { Graph, GraphTensor } from "./graph.ts";

type Symbolic = (x: GraphTensor, parameters: never, graph: Graph, buffers: never) => GraphTensor;

const symbolics = new WeakMap<object, Symbolic>();

/** Remembers what a layer does in operations of a graph, if it says that. */
export function rememberSymbolic(layer: object, symbolic: Symbolic | undefined): void {
  if (symbolic !== undefined) symbolics.set(layer, symbolic);
}

/**
 * What a layer does in operations of a graph; undefined where it does not say that, as of a copy.
 *
 * @example
 * import { symbolicOf } from "@nudge/core/internal";
 * import { relu } from "@nudge/layers";
 *
 * const layer = relu();
 * console.log(typeof symbolicOf(layer), symbolicOf({ ...layer }));
 * // function undefined
 */
export const symbolicOf = (layer: object): Symbolic | undefined => symbolics.get(layer);
