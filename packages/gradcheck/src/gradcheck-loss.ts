import type { Loss, NestedArray, Target } from "@nudge/core";
import { check } from "./check.ts";
import { type AsyncOptions, drain, drainAsync } from "./drive.ts";
import { type CheckOptions, settingsOf } from "./options.ts";
import type { GradcheckReport } from "./report/report.ts";
import { subjectOfLoss } from "./subject/loss.ts";
import type { ShapeOrValues } from "./subject/values.ts";

export interface LossOptions extends CheckOptions {
  /** A shape to draw, such as [8, 3], or values. */
  prediction: ShapeOrValues;
  /** Values or labels; a shape only where `prediction` is one. */
  target: Target | NestedArray;
}

function start<C>(loss: Loss<C>, options: LossOptions, more: readonly string[]) {
  const settings = settingsOf("gradcheckLoss", options, ["prediction", "target", ...more]);
  return check("gradcheckLoss", subjectOfLoss(loss as Loss, options), settings);
}

export function gradcheckLoss<C>(loss: Loss<C>, options: LossOptions): GradcheckReport {
  return drain(start(loss, options, []));
}

/** As `gradcheckLoss`, between other work: for `signal` and `onProgress`. */
export async function gradcheckLossAsync<C>(
  loss: Loss<C>,
  options: LossOptions & AsyncOptions,
): Promise<GradcheckReport> {
  return drainAsync(start(loss, options, ["signal", "onProgress"]), options);
}
