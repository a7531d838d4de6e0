// The arguments that layerNorm and rmsNorm share.
import { count, flag, list, positive, readOptions, sizeOf } from "@nudge/core/internal";

/** The options of `layerNorm` and `rmsNorm`. */
export interface NormOptions {
  /** Added to the variance or mean square: above 0. @defaultValue 1e-5 */
  readonly epsilon?: number;
  /** Whether there are parameters. @defaultValue true */
  readonly affine?: boolean;
}

/** The axes to normalise over with their number of entries, and the options with their defaults. */
export function readNorm(name: string, shape: number | readonly number[], options: NormOptions | undefined) {
  const axes =
    typeof shape === "number"
      ? [count().read(name, "shape", shape)]
      : list("a length or a list of them", count()).read(name, "shape", shape);
  if (axes.length === 0) throw new Error(`${name}: shape must have at least one length, got []`);
  const { epsilon, affine } = readOptions(name, options, { epsilon: positive(1e-5), affine: flag(true) });
  return { axes, size: sizeOf(axes), epsilon, affine };
}
