// Layers side by side: all of them take the same input, and their outputs are joined in one way or another.
import {
  add,
  type InitialTree,
  isTensor,
  type Layer,
  type Pass,
  type Tensor,
  type Values,
} from "@nudge/core";
import { childrenOf, describeTensors } from "@nudge/core/internal";
import { type Numbered, numbered } from "./children.ts";

type Trees = Numbered<Values<InitialTree>>;

/** Runs every branch on its own fork of `pass.rng`. */
export function forwardBranches(
  layers: readonly Layer[],
  x: Tensor,
  parameters: Trees,
  pass: Pass,
  buffers: Trees,
): { outputs: Tensor[]; caches: unknown[]; buffersAfter: Trees } {
  const steps = childrenOf(layers, parameters, pass, buffers).map((child) =>
    child.layer.forward(x, child.parameters, child.pass, child.buffers),
  );
  const outputs = steps.map(([y], k) => {
    if (isTensor(y)) return y;
    throw new Error(`expected one output of layer ${k}, ${layers[k]}, got ${describeTensors(y)}`);
  });
  return {
    outputs,
    caches: steps.map(([, cache]) => cache),
    buffersAfter: numbered(steps.map(([, , after], k) => after ?? buffers[k])),
  };
}

/** The gradients of the parameters of each branch; x moves all of them, so its gradient is the sum of theirs. */
export function backwardBranches(
  layers: readonly Layer[],
  dys: readonly Tensor[],
  caches: readonly unknown[],
  parameters: Trees,
): { readonly input: Tensor | null } & Trees {
  let input: Tensor | null = null;
  const gradients = layers.map((layer, k) => {
    const { input: dx, ...own } = layer.backward(dys[k], caches[k], parameters[k]);
    if (dx !== null) input = input === null ? (dx as Tensor) : add(input, dx as Tensor);
    return own as Values<InitialTree>;
  });
  return { input, ...numbered(gradients) } as { readonly input: Tensor | null } & Trees;
}
