// Layers side by side: all of them take the same input, and their outputs are joined in one way or another.
import {
  add,
  type InitialTree,
  type Input,
  type InputGradient,
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
  x: Input,
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

/** The sum of what two branches give for one input, or for each of several by name; null is that of whole numbers. */
function addGradients(a: InputGradient<Input>, b: InputGradient<Input>): InputGradient<Input> {
  if (a === null || b === null) return a ?? b;
  if (isTensor(a) && isTensor(b)) return add(a, b);
  const [left, right] = [a, b] as { readonly [name: string]: Tensor | null }[];
  const sum = (name: string) => addGradients(left[name] ?? null, right[name] ?? null);
  return Object.fromEntries(Object.keys({ ...left, ...right }).map((name) => [name, sum(name) as Tensor]));
}

/** The gradients of the parameters of each branch; x moves all of them, so its gradient is the sum of theirs. */
export function backwardBranches(
  layers: readonly Layer[],
  dys: readonly Tensor[],
  caches: readonly unknown[],
  parameters: Trees,
): { readonly input: InputGradient<Input> } & Trees {
  let input: InputGradient<Input> = null;
  const gradients = layers.map((layer, k) => {
    const { input: dx, ...own } = layer.backward(dys[k], caches[k], parameters[k]);
    input = addGradients(input, dx);
    return own as Values<InitialTree>;
  });
  return { input, ...numbered(gradients) } as { readonly input: InputGradient<Input> } & Trees;
}
