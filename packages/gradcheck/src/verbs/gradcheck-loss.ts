import type { Loss, Output } from "@nudge/core";
import type { GradcheckReport } from "../words/report.ts";
import type { GradcheckAsyncOptions, GradcheckLossOptions } from "./options.ts";
import { run, runAsync } from "./run.ts";

/**
 * Checks the gradient that a loss gives for its prediction; the target stays as it is.
 *
 * `prediction` is a shape to be drawn from `seed`, or values, or several of these by name; `target` is values or labels, and a shape only where
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
export function gradcheckLoss<C, O extends Output>(
  loss: Loss<C, O>,
  options: GradcheckLossOptions<O>,
): GradcheckReport {
  return run("gradcheckLoss", loss, options);
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
export async function gradcheckLossAsync<C, O extends Output>(
  loss: Loss<C, O>,
  options: GradcheckLossOptions<O> & GradcheckAsyncOptions,
): Promise<GradcheckReport> {
  return runAsync("gradcheckLoss", loss, options);
}
