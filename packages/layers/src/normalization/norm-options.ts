// The arguments that layerNorm and rmsNorm share.
import { checkOptions } from "@nudge/core";
import { checkFlags, checkPositive, checkSizes } from "../arguments.ts";

/** The options of `layerNorm` and `rmsNorm`. */
export interface NormOptions {
  /** Added to the variance or mean square: above 0; 1e-5 unless given. */
  readonly epsilon?: number;
  /** Whether there are parameters; true unless given. */
  readonly affine?: boolean;
}

/** The axes to normalise over with their number of entries, and the options with their defaults. */
export function readNorm(name: string, shape: number | readonly number[], options: NormOptions) {
  checkOptions(name, options, ["epsilon", "affine"]);
  const { epsilon = 1e-5, affine = true } = options;
  checkPositive(name, { epsilon });
  checkFlags(name, { affine });
  const axes = typeof shape === "number" ? [shape] : shape;
  if (!Array.isArray(axes) || axes.length === 0)
    throw new Error(`${name}: expected a length or a list of lengths, got ${String(shape)}`);
  for (const length of axes) checkSizes(name, { "the lengths": length });
  return { axes, size: axes.reduce((product, length) => product * length, 1), epsilon, affine };
}
