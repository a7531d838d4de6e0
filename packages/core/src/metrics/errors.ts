// How far predicted numbers are from their targets: p, t: the same shape, of N entries, or [n] and [n, 1].

import { formatShape, sameShape } from "../arguments/shape.ts";
import type { Tensor } from "../tensor/tensor.ts";
import type { Metric } from "./metric.ts";
import { readRows } from "./read-rows.ts";

/** Predictions and targets, entry by entry, and their shape. */
interface Pair {
  readonly p: ArrayLike<number>;
  readonly t: ArrayLike<number>;
  readonly shape: readonly number[];
}

function readPair(caller: string, prediction: Tensor, target: Tensor): Pair {
  const [p, t] = [readRows(caller, prediction, "predictions"), readRows(caller, target, "targets")];
  const { shape } = p;
  // One column may stand as [n] or [n, 1].
  const areColumns = [p, t].every(({ size, shape: [n], dimension }) => dimension <= 2 && size === n);
  if (p.size === 0 || !(sameShape(shape, t.shape) || (areColumns && p.size === t.size)))
    throw new Error(
      `${caller}: expected predictions and targets of one shape, got ${formatShape(shape)} and ${formatShape(t.shape)}`,
    );
  const entries = ({ data, offset, size }: Tensor) => data.subarray(offset, offset + size);
  return { p: entries(p), t: entries(t), shape };
}

/** The mean of f of every error. */
function meanOf<const Name extends string>(name: Name, f: (error: number) => number): Metric<Name> {
  return {
    name,
    better: "lower",
    evaluate(prediction, target) {
      const { p, t } = readPair(name, prediction, target);
      let total = 0;
      for (let i = 0; i < p.length; i++) total += f(p[i] - t[i]);
      return total / p.length;
    },
    toString: () => `${name}()`,
  };
}

/**
 * The mean absolute error over all entries: `Σ |p - t| / N`, from 0 on, in the units of the targets.
 *
 * Predictions `p` and targets `t` have one shape, [n, ...], where one column may stand as [n] or [n, 1]. Throws when they have not, and when a number is not finite.
 *
 * @example
 * import { absoluteError, tensor } from "@nudge/core";
 *
 * console.log(absoluteError().evaluate(tensor([[1], [2]]), tensor([[1], [5]])));
 * // 1.5
 */
export const absoluteError = (): Metric<"absoluteError"> => meanOf("absoluteError", Math.abs);

/**
 * The mean squared error over all entries: `Σ (p - t)² / N`, from 0 on, in the squared units of the targets.
 *
 * Predictions `p` and targets `t` have one shape, [n, ...], where one column may stand as [n] or [n, 1]. Throws when they have not, and when a number is not finite.
 *
 * @example
 * import { squaredError, tensor } from "@nudge/core";
 *
 * console.log(squaredError().evaluate(tensor([[1], [2]]), tensor([[1], [5]])));
 * // 4.5
 */
export const squaredError = (): Metric<"squaredError"> => meanOf("squaredError", (error) => error * error);

// With m the mean of the targets of a column:   R² = 1 - Σ_i (p_i - t_i)² / Σ_i (t_i - m)²
function determination({ p, t }: Pair, column: number, columns: number): number {
  const rows = p.length / columns;
  // Measured from the first target, so that targets that are all the same vary by exactly 0.
  const first = t[column];
  let mean = 0;
  for (let k = column; k < t.length; k += columns) mean += (t[k] - first) / rows;
  let left = 0;
  let whole = 0;
  for (let k = column; k < t.length; k += columns) {
    left += (p[k] - t[k]) ** 2;
    whole += (t[k] - first - mean) ** 2;
  }
  return whole > 0 ? 1 - left / whole : Number(left === 0);
}

/**
 * The share of the variance of the targets that the predictions explain: `R² = 1 - Σ (p - t)² / Σ (t - mean of t)²`, at most 1,
 * and 0 for the mean itself.
 *
 * Predictions `p` and targets `t` have one shape, [n, ...]; of several columns it is the mean of their values. Where the targets
 * of a column are all the same it is 1 if all its predictions are exact, and else 0. Throws when the shapes differ, and when a
 * number is not finite.
 *
 * @example
 * import { rSquared, tensor } from "@nudge/core";
 *
 * console.log(rSquared().evaluate(tensor([[1], [2], [4]]), tensor([[1], [2], [3]])));
 * // 0.5
 */
export function rSquared(): Metric<"rSquared"> {
  return {
    name: "rSquared",
    better: "higher",
    evaluate(prediction, target) {
      const pair = readPair("rSquared", prediction, target);
      const columns = pair.p.length / pair.shape[0];
      let total = 0;
      for (let column = 0; column < columns; column++) total += determination(pair, column, columns);
      return total / columns;
    },
    toString: () => "rSquared()",
  };
}
