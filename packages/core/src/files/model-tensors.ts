import { quoted } from "../arguments/describe.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import type { Model } from "../layer/model.ts";
import { leavesOf, type Tree } from "../layer/tree.ts";
import type { Tensor } from "../tensor/tensor.ts";

/**
 * What a file has of a model: its parameters and buffers by name, as views. Throws, beginning with `caller`, where a parameter and a
 * buffer share a name.
 */
export function tensorsOf(
  { parameters, buffers, layer }: Model<InitialTree, Output>,
  caller: string,
): ReadonlyMap<string, Tensor> {
  const tensors = new Map(leavesOf(parameters as Tree<Tensor>));
  for (const [name, x] of leavesOf(buffers as Tree<Tensor>)) {
    if (tensors.has(name))
      throw new Error(`${caller}: ${layer} has a parameter and a buffer called ${quoted(name)}`);
    tensors.set(name, x);
  }
  return tensors;
}
