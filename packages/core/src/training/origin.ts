// Where a loss that is not finite came from: the pass is made again, layer by layer.

import type { Input, Pass } from "../layer/contract.ts";
import type { Loss } from "../layer/loss.ts";
import type { Model } from "../layer/model.ts";
import { runSequence, sequenceOf } from "../layer/sequence.ts";
import { firstNonFinite } from "../tensor/non-finite.ts";

/** Says which layer first gave a value that is not finite when the pass is made again, or else that the loss did. */
export function originOf(model: Model, inputs: Input, loss: Loss, pass: Pass): string {
  const { layer, parameters, buffers } = model;
  const layers = sequenceOf(layer, parameters, pass, buffers);
  const outputs = runSequence(layers, inputs);
  for (const { path, layer } of layers) {
    if (firstNonFinite(outputs.next().value) === undefined) continue;
    return `the first non-finite value came from ${path === "" ? "" : `layer ${path}, `}${layer}`;
  }
  return `all outputs of layers are finite, so it arose in the loss, ${loss}`;
}
