// Where a loss that is not finite came from: the pass is made again, child by child.

import { forwardLinks, linksOf } from "../layer/chain.ts";
import type { Input, Pass } from "../layer/contract.ts";
import type { Loss } from "../layer/define-loss.ts";
import type { Model } from "../layer/model.ts";
import type { Tree } from "../layer/tree.ts";
import { firstNonFinite } from "../tensor/non-finite.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** Says which layer first gave a value that is not finite when the pass is made again, or else that the loss did. */
export function originOf(model: Model, inputs: Input, loss: Loss, pass: Pass): string {
  const { layer, parameters, buffers } = model;
  const outputs = forwardLinks(layer, inputs, parameters as Tree<Tensor>, pass, buffers as Tree<Tensor>);
  const links = linksOf(layer).values();
  for (const output of outputs) {
    const { path, layer } = links.next().value!;
    if (firstNonFinite(output) === undefined) continue;
    return `the first non-finite value came from ${path === "" ? "" : `layer ${path}, `}${layer}`;
  }
  return `all outputs of layers are finite, so it arose in the loss, ${loss}`;
}
