// Parameters, buffers and gradients are trees: tensors (or initializers) under names, nested where layers hold layers.
// They are walked depth first in the order of their definition; whole-number names come first, in numeric order.
import type { Rng } from "../random/rng.ts";
import { isTensor, type Tensor } from "../tensor/tensor.ts";
import type { Initial, InitialTree, Values } from "./contract.ts";

/** A tree of leaves under names, nested to any depth. */
export interface Tree<Leaf> {
  readonly [name: string]: Leaf | Tree<Leaf> | undefined;
}

export function isLeaf<Leaf>(node: Leaf | Tree<Leaf>): node is Leaf {
  return typeof node === "function" || isTensor(node);
}

/**
 * The leaves of a tree in order, each with its path joined by dots; what is undefined is left out.
 *
 * @example
 * import { zeros } from "@nudge/core";
 * import { leavesOf } from "@nudge/core/internal";
 *
 * const tree = { "0": { weight: zeros([4, 3]), bias: undefined }, gain: zeros([3]) };
 * console.log(leavesOf(tree).map(([name]) => name).join(", "));
 * // 0.weight, gain
 */
export function leavesOf(tree: Tree<Tensor>): [name: string, leaf: Tensor][];
export function leavesOf(tree: Tree<Initial>): [name: string, leaf: Initial][];
export function leavesOf(tree: Tree<Initial>): [name: string, leaf: Initial][] {
  return Object.entries(tree).flatMap(([key, node]): [string, Initial][] => {
    if (node === undefined) return [];
    if (isLeaf(node)) return [[key, node]];
    return leavesOf(node).map(([name, leaf]) => [`${key}.${name}`, leaf]);
  });
}

/**
 * A tree of the same form with `f(leaf)` in the place of every leaf; what is undefined stays so.
 *
 * @example
 * import { square, tensor, toArray } from "@nudge/core";
 * import { leavesOf, mapTree } from "@nudge/core/internal";
 *
 * const squares = mapTree({ gain: tensor([1, 2]), inner: { bias: tensor([3]) } }, square);
 * for (const [name, x] of leavesOf(squares)) console.log(name, toArray(x));
 * // gain [ 1, 4 ]
 * // inner.bias [ 9 ]
 */
export function mapTree<Leaf extends Initial>(tree: Tree<Leaf>, f: (leaf: Leaf) => Tensor): Tree<Tensor> {
  const map = (node: Leaf | Tree<Leaf> | undefined) =>
    node === undefined ? undefined : isLeaf(node) ? f(node) : mapTree(node as Tree<Leaf>, f);
  return Object.fromEntries(Object.entries(tree).map(([key, node]) => [key, map(node)]));
}

/**
 * The values a tree starts with: constants as they are, each initializer on its own fork of `stream`.
 *
 * @example
 * import { constant, rng, toArray, zeros } from "@nudge/core";
 * import { initialize } from "@nudge/core/internal";
 *
 * const { gain, bias } = initialize({ gain: constant([2], 0.5), bias: zeros([2]) }, rng(1));
 * console.log(toArray(gain), toArray(bias));
 * // [ 0.5, 0.5 ] [ 0, 0 ]
 */
export function initialize<T extends InitialTree>(tree: T, stream: Rng): Values<T> {
  const draw = (initial: Initial) => (typeof initial === "function" ? initial(stream.fork()) : initial);
  return mapTree(tree, draw) as Values<T>;
}
