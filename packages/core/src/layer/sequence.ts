// Layers one after another: the one list of them, from which a sequence is run, looked into, compiled and checked.

import type { Tensor } from "../tensor/tensor.ts";
import type { Input, Layer, Output, Pass } from "./contract.ts";
import { kernelOf } from "./kernel-of.ts";
import { misfit } from "./misfit.ts";
import type { Tree } from "./tree.ts";

/** A layer inside another one, with what is its own of what the outer one is run with. */
export interface Child {
  readonly layer: Layer;
  readonly parameters: Tree<Tensor>;
  readonly buffers: Tree<Tensor>;
  /** The same mode, and random numbers of its own: `rng.clone()` gives them again. */
  readonly pass: Pass;
}

/** A layer of a sequence. */
export interface SequenceLayer extends Child {
  /** Where it stands: "2", or "2.0" in a sequence within the sequence; "" for a layer that is no sequence. */
  readonly path: string;
}

/** A tree of tensors, under whatever type the layer gives it. */
type Values = { readonly [name: string]: unknown };

const partOf = (values: Values, k: number) => (values[k] ?? {}) as Tree<Tensor>;

/** Child k with the parameters and buffers under its number, and the k-th fork of `pass.rng`. */
export function childrenOf(
  layers: readonly Layer[],
  parameters: Values,
  { training, rng }: Pass,
  buffers: Values,
): Child[] {
  return layers.map((layer, k) => ({
    layer,
    parameters: partOf(parameters, k),
    buffers: partOf(buffers, k),
    pass: { training, rng: rng.fork() },
  }));
}

/** Whether a layer is its children one after another. A copy with passes of its own is not. */
export const isSequence = (layer: Layer): boolean => kernelOf(layer)?.kind === "sequence";

/**
 * The layers of a sequence in their order, sequences within it opened, each with what it is run with where the whole is
 * run with these arguments; a layer that is no sequence is the only one.
 *
 * @example
 * import { createModel, rng } from "@nudge/core";
 * import { sequenceOf } from "@nudge/core/internal";
 * import { dense, dropout, sequential } from "@nudge/layers";
 *
 * const { layer, parameters } = createModel(sequential(dense(4, 8), sequential(dropout(0.5), dense(8, 3))));
 * const pass = { training: true, rng: rng(0) };
 * for (const { path, layer: one } of sequenceOf(layer, parameters, pass, {})) console.log(path, `${one}`);
 * // 0 dense(4, 8)
 * // 1.0 dropout(0.5)
 * // 1.1 dense(8, 3)
 */
export function sequenceOf(layer: Layer, parameters: Values, pass: Pass, buffers: Values): SequenceLayer[] {
  const open = (child: Child, path: string): SequenceLayer[] =>
    isSequence(child.layer)
      ? childrenOf(child.layer.children, child.parameters, child.pass, child.buffers).flatMap((inner, k) =>
          open(inner, path === "" ? `${k}` : `${path}.${k}`),
        )
      : [{ ...child, path }];
  return open({ layer, parameters: parameters as Tree<Tensor>, buffers: buffers as Tree<Tensor>, pass }, "");
}

/** Runs a layer on the output of the one before it, if there is one. */
export function runChild(child: Child, x: Input, before: Layer | undefined): ReturnType<Layer["forward"]> {
  const { layer, parameters, pass, buffers } = child;
  try {
    return layer.forward(x, parameters, pass, buffers);
  } catch (error) {
    if (before === undefined) throw error;
    throw misfit(error, before, x, layer, (other) => layer.forward(other, parameters, pass, buffers));
  }
}

/** Runs layers one after another, and gives the output of each. */
export function* runSequence(layers: readonly Child[], input: Input): Generator<Output> {
  let x = input;
  for (const [k, child] of layers.entries()) {
    const [output] = runChild(child, x, layers[k - 1]?.layer);
    yield output;
    x = output;
  }
}
