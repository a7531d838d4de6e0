// Trees of parameters and buffers in float64, copied: the caller's own are never written to.
import { cast, type Tensor } from "@nudge/core";
import { leavesOf, mapTree, type Tree } from "@nudge/core/internal";

/** A copy in float64; a tree without tensors stays as it is. */
export const promoted = (tree: Tree<Tensor>): Tree<Tensor> =>
  leavesOf(tree).length > 0 ? mapTree(tree, (x) => cast(x, "float64")) : tree;

/** Gives a copy of a tree in float64 each time, for a pass that may write to it. */
export function copierOf(tree: Tree<Tensor>): () => Tree<Tensor> {
  return leavesOf(tree).length > 0 ? () => promoted(tree) : () => tree;
}
