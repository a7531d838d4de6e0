// Where a loss that is not finite came from: the pass is made again, layer by layer.

import type { InitialTree, Input, Output, Pass } from "../layer/contract.ts";
import type { Loss } from "../layer/loss.ts";
import type { Model } from "../layer/model.ts";
import { runSequence, sequenceOf } from "../layer/sequence.ts";
import { tensorsIn } from "../tensor/input.ts";
import { firstNonFinite } from "../tensor/non-finite.ts";

/** Says which layer first gave a value that is not finite when the pass is made again, or else that the loss did. */
export function originOf(
  model: Model<InitialTree, Output>,
  inputs: Input,
  loss: Loss<unknown, Output>,
  pass: Pass,
): string {
  const { layer, parameters, buffers } = model;
  const layers = sequenceOf(layer, parameters, pass, buffers);
  const outputs = runSequence(layers, inputs);
  for (const { path, layer } of layers) {
    const output = outputs.next().value as Output;
    const found = tensorsIn(output).find(([, x]) => firstNonFinite(x) !== undefined);
    if (found === undefined) continue;
    const of = found[0] === "" ? "" : `the output ${found[0]} of `;
    return `the first non-finite value came from ${of}${path === "" ? "" : `layer ${path}, `}${layer}`;
  }
  return `all outputs of layers are finite, so it arose in the loss, ${loss}`;
}
