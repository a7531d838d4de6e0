// Trees of parameters and buffers in float64, copied: the caller's own are never written to.
import { cast, flatten, mapTree, type Tensor, type Tree } from "@nudge/core";

/** A copy in float64; a tree without tensors stays as it is. */
export const promoted = (tree: Tree<Tensor>): Tree<Tensor> =>
  flatten(tree).length > 0 ? mapTree(tree, (x) => cast(x, "float64")) : tree;

/** Gives a copy of a tree in float64 each time, for a pass that may write to it. */
export function copierOf(tree: Tree<Tensor>): () => Tree<Tensor> {
  return flatten(tree).length > 0 ? () => promoted(tree) : () => tree;
}
