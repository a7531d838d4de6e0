// The arguments that layerNorm and rmsNorm share.
import { checkOptions } from "@nudge/core/internal";
import { checkFlags, checkLengths, checkPositive } from "../arguments/arguments.ts";
import { sizeOf } from "../arguments/size.ts";

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
  checkLengths(name, axes);
  if (axes.length === 0) throw new Error(`${name}: expected at least one length, got []`);
  return { axes, size: sizeOf(axes), epsilon, affine };
}
