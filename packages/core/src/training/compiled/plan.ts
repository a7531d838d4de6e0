// What a compiled step does: a model's layers one after another as stages, each a product with weights and the functions
// of its entries that follow.

import { formatShape, sameShape } from "../../arguments/shape.ts";
import type { InitialTree, Output } from "../../layer/contract.ts";
import type { AffineKernel, ElementwiseKernel } from "../../layer/kernel.ts";
import { kernelOf } from "../../layer/kernel-of.ts";
import type { Model } from "../../layer/model.ts";
import { type SequenceLayer, sequenceOf } from "../../layer/sequence.ts";
import type { Slice } from "../../layer/theta.ts";
import { rng } from "../../random/rng.ts";

/** Rows of `inputs` entries become rows of `outputs`: v₀ = x W + b, then v₁ = f₁(v₀), v₂ = f₂(v₁), ... */
export interface Stage {
  readonly inputs: number;
  readonly outputs: number;
  /** Where weight and bias lie in θ. Only the first stage may be without: v₀ = x. */
  readonly affine?: { readonly weight: number; readonly bias: number | undefined };
  readonly functions: ElementwiseKernel[];
}

/** The stages of a model; undefined when one of its layers does not say how it is compiled, or sizes do not fit. */
export function planOf({
  layer,
  slices,
  parameters,
  buffers,
}: Model<InitialTree, Output>): Stage[] | undefined {
  const pass = { training: true, rng: rng(0) };
  const layers = sequenceOf(layer, parameters, pass, buffers);
  const affineStage = ({ path, layer }: SequenceLayer, { weight, bias }: AffineKernel): Stage => {
    /** Where a parameter lies in θ; its shape has to be such as to fit. */
    const sliceOf = (name: string, fits: (shape: readonly number[]) => boolean, form: string): Slice => {
      const slice = slices.find((slice) => slice.name === (path === "" ? name : `${path}.${name}`));
      if (slice !== undefined && fits(slice.shape)) return slice;
      const got = slice === undefined ? "there is none" : `got ${formatShape(slice.shape)}`;
      throw new Error(`${layer}: its kernel expects a parameter ${name} ${form}, ${got}`);
    };
    const { shape, offset } = sliceOf(weight, ({ length }) => length === 2, "[in, out]");
    const [inputs, outputs] = shape;
    const fits = (shape: readonly number[]) => sameShape(shape, [outputs]);
    const affine = {
      weight: offset,
      bias: bias === undefined ? undefined : sliceOf(bias, fits, formatShape([outputs])).offset,
    };
    return { inputs, outputs, affine, functions: [] };
  };
  const leading: ElementwiseKernel[] = [];
  const stages: Stage[] = [];
  for (const one of layers) {
    const kernel = kernelOf(one.layer);
    if (kernel?.kind === "affine") stages.push(affineStage(one, kernel));
    else if (kernel?.kind === "elementwise") (stages.at(-1)?.functions ?? leading).push(kernel);
    else return undefined;
  }
  const [first] = stages;
  if (first === undefined) return undefined;
  if (leading.length > 0) stages.unshift({ inputs: first.inputs, outputs: first.inputs, functions: leading });
  return stages.every(({ inputs }, k) => k === 0 || inputs === stages[k - 1].outputs) ? stages : undefined;
}
