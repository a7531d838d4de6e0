// Trees of parameters and buffers in float64, copied: the caller's own are never written to.
import { cast, flatten, mapTree, type Tensor, type Tree } from "@nudge/core";

/** A copy in float64; a tree without tensors stays as it is. */
export const promoted = (tree: Tree<Tensor>): Tree<Tensor> =>
  flatten(tree).length > 0 ? mapTree(tree, (x) => cast(x, "float64")) : tree;
