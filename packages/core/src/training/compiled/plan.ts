// What a compiled step does: a model's chain of layers as stages, each a product with weights and the functions behind it.

import { formatShape, sameShape } from "../../arguments/shape.ts";
import { isAsDefined } from "../../layer/as-defined.ts";
import { type Link, linksOf } from "../../layer/chain.ts";
import type { Layer } from "../../layer/contract.ts";
import type { AffineKernel, ElementwiseKernel } from "../../layer/kernel.ts";
import type { Model } from "../../layer/model.ts";
import type { Slice } from "../../layer/theta.ts";

/** Rows of `inputs` entries become rows of `outputs`: v₀ = x W + b, then v₁ = f₁(v₀), v₂ = f₂(v₁), ... */
export interface Stage {
  readonly inputs: number;
  readonly outputs: number;
  /** Where weight and bias lie in θ. Only the first stage may be without: v₀ = x. */
  readonly affine?: { readonly weight: number; readonly bias: number | undefined };
  readonly functions: ElementwiseKernel[];
}

/** All layers inside, chains included, as they were defined. */
function allAsDefined(layer: Layer): boolean {
  if (!isAsDefined(layer)) return false;
  return !layer.chained || (layer.kernel?.kind === "chain" && layer.children.every(allAsDefined));
}

/** The stages of a model; undefined when one of its layers does not say how it is compiled, or sizes do not fit. */
export function planOf({ layer, slices }: Model): Stage[] | undefined {
  if (!allAsDefined(layer)) return undefined;
  const links = linksOf(layer);
  const affineStage = ({ path, layer }: Link, { weight, bias }: AffineKernel): Stage => {
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
  for (const link of links) {
    const { kernel } = link.layer;
    if (kernel === undefined || kernel.kind === "chain") return undefined;
    if (kernel.kind === "affine") stages.push(affineStage(link, kernel));
    else (stages.at(-1)?.functions ?? leading).push(kernel);
  }
  const [first] = stages;
  if (first === undefined) return undefined;
  if (leading.length > 0) stages.unshift({ inputs: first.inputs, outputs: first.inputs, functions: leading });
  return stages.every(({ inputs }, k) => k === 0 || inputs === stages[k - 1].outputs) ? stages : undefined;
}
