// A claim on what backprop gave, entry by entry, judged by the share of the error that it leaves, and by how unlikely it
// is that it fits so well by chance.
import { errorOf, isKnown, type TensorEvidence } from "../evidence/evidence.ts";

/** An explanation that leaves more than this share of the error is none. */
export const mostUnexplained = 1e-4;

/** Chance must be a thousand times less likely. */
export const enoughWeight = 3;
/** Agreement beyond eight digits says no more. */
const digits = 8;
/** What rounding may do to the value of a formula. */
const rounding = 1e-13;

export interface ValueClaim {
  /** What backprop would have given; NaN where nothing is said of it. */
  readonly value: Float64Array;
  /** Known to ± this; the error bars of the tensor unless given. */
  readonly error?: Float64Array;
  /** How many numbers were fitted. */
  readonly parameters?: number;
  /** Among how many alternatives it was chosen. */
  readonly choices?: number;
}

export interface Comparison {
  /** The share of the error that the claim leaves, beyond the error bars. */
  readonly unexplained: number;
  /** The power of ten by which chance is less likely to fit so well. */
  readonly weight: number;
}

/**
 * Compares a claim with what backprop gave. Shares are taken twice, absolutely and relative to the size of each entry,
 * and the larger counts: neither small entries nor large ones may hide that it does not fit.
 */
export function compare(
  tensor: TensorEvidence,
  { value, error = tensor.error, parameters = 0, choices = 1 }: ValueClaim,
): Comparison {
  const { analytic, numeric } = tensor;
  // In units of the largest number, so that no square overflows.
  const unit =
    1 /
    value.reduce(
      (most, x, k) =>
        isKnown(tensor, k)
          ? Math.max(most, Math.abs(x) || 0, Math.abs(analytic[k]), Math.abs(numeric[k]))
          : most,
      Number.MIN_VALUE,
    );
  const left = { absolute: 0, relative: 0 };
  const total = { absolute: 0, relative: 0 };
  const gains: number[] = [];
  for (let k = 0; k < value.length; k++) {
    if (!isKnown(tensor, k) || Number.isNaN(value[k])) continue;
    const size = Math.max(Math.abs(analytic[k]), Math.abs(numeric[k]), Math.abs(value[k]));
    if (size === 0) continue;
    const off = Math.abs(value[k] - analytic[k]);
    const bar = error[k] + rounding * size;
    const excess = Math.max(0, off - bar);
    const wrong = errorOf(tensor, k);
    left.absolute += (excess * unit) ** 2;
    total.absolute += (wrong * unit) ** 2;
    left.relative += (excess / size) ** 2;
    total.relative += (wrong / size) ** 2;
    // An entry counts where backprop is off, or would be by the claim: by how many digits the claim is nearer.
    const said = Math.max(wrong, Math.abs(value[k] - numeric[k]));
    if (said > bar) gains.push(Math.min(digits, Math.log10(said / Math.max(off, bar))));
  }
  if (total.relative === 0) return { unexplained: 1, weight: 0 };
  // As many of the best entries as there are parameters fit because they were fitted.
  gains.sort((a, b) => b - a);
  const weight = gains.slice(parameters).reduce((sum, gain) => sum + gain, 0) - Math.log10(choices);
  const share = (kind: "absolute" | "relative") =>
    left[kind] === 0 ? 0 : Math.sqrt(left[kind] / total[kind]);
  return { unexplained: Math.max(share("absolute"), share("relative")), weight };
}
