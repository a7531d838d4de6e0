// A subject that is layers one after another, taken apart into stages: each can be run alone, on the parameters in θ
// and with the random numbers that a pass through all of them would give it.
import type { Input, Layer, LayerKernel, Rng, Tensor } from "@nudge/core";
import { isAsDefined, type Tree } from "@nudge/core/internal";
import { copierOf } from "./promoted.ts";

/** What a subject says of itself where it is layers one after another. */
export interface Sequence {
  readonly layer: Layer;
  readonly buffers: Tree<Tensor>;
  /** The input of the first layer; where there is none, it is the tensor "input" of the subject. */
  readonly input?: Input;
  /** The output of the subject from that of the last layer; where there is none, it is the same. */
  readonly finish?: (output: Tensor, tensors: Tree<Tensor>) => number;
  /** A faster way to the same, as far as it is declared to be; undefined where it does not serve. */
  readonly finishFast?: (output: Tensor, tensors: Tree<Tensor>) => number | undefined;
}

export interface Stage {
  readonly layer: Layer;
  /** What the layer declares of itself; nothing where it is a changed copy of the one that was defined. */
  readonly kernel: LayerKernel | undefined;
  /** What the names of its parameters begin with in the subject: "1." */
  readonly prefix: string;
  readonly parameters: Tree<Tensor>;
  /** Runs forward as the whole pass does, on its own parameters unless others are given. */
  forward(input: Input, parameters?: Tree<Tensor>): Tensor;
}

/** The stages of a layer, sequences within it opened. The streams are forked as `sequential` forks them. */
export function stagesOf(
  layer: Layer,
  parameters: Tree<Tensor>,
  buffers: Tree<Tensor>,
  pass: { readonly training: boolean; readonly rng: Rng },
  prefix = "",
): Stage[] {
  const { training } = pass;
  if (layer.chained && isAsDefined(layer))
    return layer.children.flatMap((child, k) => {
      const part = (tree: Tree<Tensor>) => (tree[k] ?? {}) as Tree<Tensor>;
      const own = { training, rng: pass.rng.fork() };
      return stagesOf(child, part(parameters), part(buffers), own, `${prefix}${k}.`);
    });
  const freshBuffers = copierOf(buffers);
  const forward = (input: Input, given = parameters) => {
    const again = { training, rng: pass.rng.clone() };
    return layer.forward(input, given, again, freshBuffers())[0];
  };
  const kernel = isAsDefined(layer) ? layer.kernel : undefined;
  return [{ layer, kernel, prefix, parameters, forward }];
}
