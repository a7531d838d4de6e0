// Where numbers that are not finite came from: the passes are made again, layer by layer.

import type { InitialTree, Input, Output, Pass } from "../layer/contract.ts";
import type { Batch } from "../layer/differentiate.ts";
import type { Loss } from "../layer/loss.ts";
import type { Model } from "../layer/model.ts";
import { runChild, type SequenceLayer, sequenceOf } from "../layer/sequence.ts";
import { leavesOf, type Tree } from "../layer/tree.ts";
import { contiguous } from "../tensor/contiguous.ts";
import { tensorsIn } from "../tensor/input.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** The largest finite size of a number so far, and where it stood. */
class Peak {
  size = 0;
  private where = "";

  /** Takes in tensors by name; gives the name of the first that is not finite. */
  see(tensors: readonly (readonly [name: string, x: Tensor])[], where: string): string | undefined {
    let found: string | undefined;
    for (const [name, x] of tensors) {
      const { data, offset, size } = contiguous(x);
      for (let i = offset; i < offset + size; i++) {
        const entry = Math.abs(data[i]);
        if (!Number.isFinite(entry)) found ??= name;
        else if (entry > this.size || this.where === "") [this.size, this.where] = [entry, where];
      }
    }
    return found;
  }

  say = (what: string) => `the largest ${what} is ${this.size.toPrecision(3)}, ${this.where}`;
}

const nameOf = ({ path, layer }: SequenceLayer) => `${path === "" ? "" : `layer ${path}, `}${layer}`;
const of = (name: string, what: string) => (name === "" ? "" : `the ${what} ${name} of `);

/** Inputs are scaled to a size of about 1; values beyond these are the trouble, or have grown in training. */
const [unscaled, grown] = [1000, 100];

function adviceFor(inputs: Peak, largest: number): string {
  if (inputs.size > unscaled) return `scale the inputs, which reach ${inputs.size.toPrecision(3)}`;
  if (largest > grown) return "lower the learning rate, or clip the gradient, as by clipByNorm(1)";
  return "no number is large: look for a logarithm, a root or a division of 0";
}

/**
 * Says which layer first gave an output, or else a gradient, that is not finite when both passes are made again, or that the loss did;
 * what the largest numbers were that are finite; and what may help.
 */
export function originOf(
  model: Model<InitialTree, Output>,
  { inputs, targets, weights }: Batch,
  loss: Loss<unknown, Output>,
  pass: Pass,
): string {
  const layers = sequenceOf(model.layer, model.parameters, pass, model.buffers);
  const [given, activations, gradients] = [new Peak(), new Peak(), new Peak()];
  given.see(tensorsIn(inputs), "of the inputs");
  const conclude = (origin: string) => {
    const peaks = [activations.say("activation"), ...(gradients.size > 0 ? [gradients.say("gradient")] : [])];
    const largest = Math.max(activations.size, gradients.size);
    return `${origin}; of what is finite, ${peaks.join(", and ")}: ${adviceFor(given, largest)}`;
  };

  activations.see(tensorsIn(inputs), "of the inputs");
  const caches: unknown[] = [];
  let x: Output = inputs;
  for (const [k, child] of layers.entries()) {
    [x, caches[k]] = runChild(child, x, layers[k - 1]?.layer);
    const found = activations.see(tensorsIn(x), `of ${nameOf(child)}`);
    if (found !== undefined)
      return conclude(`the first non-finite value came from ${of(found, "output")}${nameOf(child)}`);
  }

  const [value, cache] = loss.forward(x, targets, weights);
  if (!Number.isFinite(value))
    return conclude(`all outputs of layers are finite, so it arose in the loss, ${loss}`);

  let dy: Output = loss.backward(cache);
  if (gradients.see(tensorsIn(dy), `of ${loss}`) !== undefined)
    return conclude(`the first non-finite gradient came from the loss, ${loss}`);
  for (const [k, child] of [...layers.entries()].reverse()) {
    const needs = { input: k > 0 };
    const { input, ...own } = child.layer.backward(dy as Tensor, caches[k], child.parameters, needs);
    const passedOn = needs.input ? tensorsIn(input as Input) : [];
    const found = gradients.see([...leavesOf(own as Tree<Tensor>), ...passedOn], `of ${nameOf(child)}`);
    if (found !== undefined) return conclude(`the first non-finite gradient came from ${nameOf(child)}`);
    dy = input as Output;
  }
  return conclude("all layers and the loss are finite, so it arose in the penalty of regularization");
}
