// All parameters lie in one typed array θ, one after another in the order of their tree. A slice says where each one
// is, and a tree of views shows the array as the tensors it holds.
import { ndarray } from "../tensor/ndarray.ts";
import type { Tensor, TypedArray } from "../tensor/tensor.ts";
import { leavesOf, mapTree, type Tree } from "./tree.ts";

/** Where a parameter lies in θ: `length` entries from `offset` on, row-major. */
export interface Slice {
  /** The path to the parameter, joined by dots: "0.weight". */
  readonly name: string;
  readonly shape: readonly number[];
  readonly offset: number;
  readonly length: number;
}

/**
 * The slices of a tree of tensors laid out one after another.
 *
 * @example
 * import { zeros } from "@nudge/core";
 * import { slicesOf } from "@nudge/core/internal";
 *
 * for (const { name, offset } of slicesOf({ weight: zeros([4, 3]), bias: zeros([3]) })) console.log(name, offset);
 * // weight 0
 * // bias 12
 */
export function slicesOf(tree: Tree<Tensor>): Slice[] {
  let offset = 0;
  return leavesOf(tree).map(([name, { shape, size }]) => {
    const slice = { name, shape: [...shape], offset, length: size };
    offset += size;
    return slice;
  });
}

/**
 * A tree of the same form and shapes, whose tensors are views into `array`, one after another.
 *
 * @example
 * import { toArray, zeros } from "@nudge/core";
 * import { leavesOf, viewsInto } from "@nudge/core/internal";
 *
 * const views = viewsInto(Float64Array.of(1, 2, 3), { weight: zeros([1, 2]), bias: zeros([1]) });
 * for (const [name, x] of leavesOf(views)) console.log(name, toArray(x));
 * // weight [ [ 1, 2 ] ]
 * // bias [ 3 ]
 */
export function viewsInto(array: TypedArray, tree: Tree<Tensor>): Tree<Tensor> {
  let offset = 0;
  return mapTree(tree, ({ shape, size }) => {
    const view = ndarray(array.subarray(offset, offset + size), [...shape]);
    offset += size;
    return view;
  });
}
