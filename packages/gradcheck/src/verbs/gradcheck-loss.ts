import type { Loss, NestedArray, Target } from "@nudge/core";
import { subjectOfLoss } from "../subject/loss.ts";
import type { ShapeOrValues } from "../subject/values.ts";
import type { GradcheckReport } from "../words/report.ts";
import type { CheckOptions } from "../words/settings.ts";
import { check } from "./check.ts";
import { type AsyncOptions, drain, drainAsync } from "./drive.ts";
import { expectKind } from "./kind.ts";
import { settingsOf } from "./options.ts";

export interface LossOptions extends CheckOptions {
  /** A shape to draw, such as [8, 3], or values. */
  prediction: ShapeOrValues;
  /** Values or labels; a shape only where `prediction` is one. Labels that could be a shape go in an Int32Array. */
  target: Target | NestedArray;
}

export function startLoss<C>(loss: Loss<C>, options: LossOptions, more: readonly string[]) {
  expectKind("gradcheckLoss", loss, ["loss"]);
  const settings = settingsOf("gradcheckLoss", options, ["prediction", "target", ...more]);
  return check("gradcheckLoss", subjectOfLoss(loss as Loss, options), settings);
}

/**
 * Checks the gradient that a loss gives for its prediction; the target stays as it is.
 *
 * `prediction` is a shape to be drawn from `seed`, or values; `target` is values or labels, and a shape only where
 * `prediction` is one. Throws on unknown or wrong options.
 *
 * @example
 * import { meanSquaredError, softmaxCrossEntropy } from "@nudge/layers";
 * import { gradcheckLoss } from "@nudge/gradcheck";
 *
 * console.log(gradcheckLoss(meanSquaredError(), { prediction: [8, 3], target: [8, 3] }).verdict);
 * // pass
 * const labels = Int32Array.of(2, 0);
 * const report = gradcheckLoss(softmaxCrossEntropy(), { prediction: [[1, 0, 2], [0, 1, 0]], target: labels });
 * console.log(report.verdict);
 * // pass
 */
export function gradcheckLoss<C>(loss: Loss<C>, options: LossOptions): GradcheckReport {
  return drain(startLoss(loss, options, []));
}

/**
 * As `gradcheckLoss`, in slices of 20 ms between which the event loop goes on; takes `signal` and `onProgress` besides.
 * Rejects with the reason of `signal` when that is aborted.
 *
 * @example
 * import { meanSquaredError } from "@nudge/layers";
 * import { gradcheckLossAsync } from "@nudge/gradcheck";
 *
 * const { verdict } = await gradcheckLossAsync(meanSquaredError(), { prediction: [8, 3], target: [8, 3] });
 * console.log(verdict);
 * // pass
 */
export async function gradcheckLossAsync<C>(
  loss: Loss<C>,
  options: LossOptions & AsyncOptions,
): Promise<GradcheckReport> {
  return drainAsync(startLoss(loss, options, ["signal", "onProgress"]), options);
}
