import { toText } from "../report/text.ts";
import type { GradcheckReport } from "../words/report.ts";
import { drain } from "./drive.ts";
import { type Checkable, type OptionsArgument, start } from "./start.ts";

/**
 * Checks the gradients of a layer, model, loss, function or map in any test runner: gives the report of a check that
 * passed, and throws an error whose message is the report as text where it failed or was inconclusive.
 *
 * The options are those of the verb that checks such a subject: `gradcheck`, `gradcheckLoss`, `gradcheckFunction` or
 * `gradcheckMap`.
 *
 * @example
 * import { dense } from "@nudge/layers";
 * import { assertGradients } from "@nudge/gradcheck";
 *
 * const report = assertGradients(dense(4, 3), { input: [8, 4] });
 * console.log(report.counts.passed);
 * // 47
 * const square = { theta: [3], value: ([x]: Float64Array) => x * x, gradient: ([x]: Float64Array) => [x] };
 * try {
 *   assertGradients(square);
 * } catch (error) {
 *   console.log((error as Error).message.split("  ")[0]);
 * }
 * // gradient check FAILED
 */
export function assertGradients<S extends Checkable>(
  subject: S,
  ...[options]: OptionsArgument<S>
): GradcheckReport {
  const report = drain(start("assertGradients", subject, options));
  if (report.passed) return report;
  const error = new Error(toText(report));
  error.name = "GradientError";
  Error.captureStackTrace(error, assertGradients);
  throw error;
}
