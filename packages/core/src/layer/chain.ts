// A chained layer can be run child by child, to look at what passes between.

import type { Tensor } from "../tensor/tensor.ts";
import type { Input, Layer, Pass } from "./contract.ts";
import type { Tree } from "./tree.ts";

/** A layer of a chain, with its path: "2", or "2.0" in a chain within the chain; "" when there is no chain. */
export interface Link {
  readonly path: string;
  readonly layer: Layer;
}

/** The layers of a chain, chains within it opened; a layer that is no chain is the only one. */
export function linksOf(layer: Layer, path = ""): Link[] {
  if (!layer.chained) return [{ path, layer }];
  return layer.children.flatMap((child, k) => linksOf(child, path === "" ? `${k}` : `${path}.${k}`));
}

/** Runs a layer forward as `layer.forward` does, and gives the output of each of its links on the way. */
export function* forwardLinks(
  layer: Layer,
  input: Input,
  parameters: Tree<Tensor>,
  pass: Pass,
  buffers: Tree<Tensor>,
): Generator<Tensor, Tensor> {
  if (!layer.chained) {
    const [output] = layer.forward(input, parameters, pass, buffers);
    yield output;
    return output;
  }
  let x = input;
  for (const [k, child] of layer.children.entries()) {
    const own = { training: pass.training, rng: pass.rng.fork() };
    x = yield* forwardLinks(child, x, parameters[k] as Tree<Tensor>, own, buffers[k] as Tree<Tensor>);
  }
  return x as Tensor;
}
