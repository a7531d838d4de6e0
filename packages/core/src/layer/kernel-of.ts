// One map from layers, losses and optimizers to their kernels. The objects are frozen, so that a kernel stays true of
// its own. A copy, such as `{ ...layer, backward }`, is another object and has none: only its passes are run.
import type { Layer, Output } from "./contract.ts";
import type { DescentKernel, LayerKernel, LossKernel } from "./kernel.ts";
import type { Loss } from "./loss.ts";

const kernels = new WeakMap<object, LayerKernel | LossKernel | DescentKernel>();

/** Freezes what is complete, and remembers its kernel, if it has one. */
export function freeze<T extends object>(
  subject: T,
  kernel?: LayerKernel | LossKernel | DescentKernel,
): Readonly<T> {
  if (kernel !== undefined) kernels.set(subject, kernel);
  return Object.freeze(subject);
}

/**
 * What a compiled step knows of a layer, loss or optimizer; undefined where it knows nothing, as of a copy.
 *
 * @example
 * import { kernelOf } from "@nudge/core/internal";
 * import { tanh } from "@nudge/layers";
 *
 * const layer = tanh();
 * console.log(kernelOf(layer)?.kind, kernelOf({ ...layer }));
 * // elementwise undefined
 */
export function kernelOf(layer: Layer): LayerKernel | undefined;
export function kernelOf(loss: Loss<unknown, Output>): LossKernel | undefined;
export function kernelOf(optimizer: { readonly learningRate: number }): DescentKernel | undefined;
export function kernelOf(subject: object): unknown {
  return kernels.get(subject);
}
