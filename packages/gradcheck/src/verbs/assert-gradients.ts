import { toText } from "../report/text.ts";
import type { GradcheckReport } from "../words/report.ts";
import { allKinds } from "./kinds.ts";
import type { GradcheckAsyncOptions, GradcheckSubject, OptionsArgument } from "./options.ts";
import { check, checkAsync } from "./run.ts";

/**
 * What `assertGradients` throws when a check did not pass: the message is the report as text.
 *
 * @example
 * import { assertGradients, GradientError } from "@nudge/gradcheck";
 *
 * const square = { theta: [3], value: ([x]: Float64Array) => x * x, gradient: ([x]: Float64Array) => [x] };
 * try {
 *   assertGradients(square);
 * } catch (error) {
 *   if (error instanceof GradientError) console.log(error.report.verdict, error.report.counts.wrong);
 * }
 * // fail 1
 */
export class GradientError extends Error {
  override readonly name = "GradientError";

  constructor(readonly report: GradcheckReport) {
    super(toText(report));
  }
}

/**
 * Checks the gradients of a layer, model, loss, function or map, or second derivatives, in any test runner: gives the
 * report of a check that passed, and throws a `GradientError` where it failed or was inconclusive.
 *
 * The options are those of the verb that checks such a subject: `gradcheck`, `gradcheckLoss`, `gradcheckFunction`,
 * `gradcheckHessian` or `gradcheckMap`. Throws on unknown or wrong options.
 *
 * @example
 * import { dense } from "@nudge/layers";
 * import { assertGradients } from "@nudge/gradcheck";
 *
 * const report = assertGradients(dense(4, 3), { input: [8, 4] });
 * console.log(report.counts.passed);
 * // 47
 */
export function assertGradients<S extends GradcheckSubject>(
  subject: S,
  ...[options]: OptionsArgument<S>
): GradcheckReport {
  const from = traceTo(assertGradients);
  return passedOf(check("assertGradients", allKinds, subject, options), from);
}

/**
 * As `assertGradients`, in slices of 20 ms between which the event loop goes on; takes `signal` and `onProgress` besides.
 * Rejects with a `GradientError` where the check failed or was inconclusive, and with the reason of `signal` when that is
 * aborted.
 *
 * @example
 * import { dense } from "@nudge/layers";
 * import { assertGradientsAsync } from "@nudge/gradcheck";
 *
 * const report = await assertGradientsAsync(dense(4, 3), { input: [8, 4], signal: AbortSignal.timeout(10_000) });
 * console.log(report.counts.passed);
 * // 47
 */
export async function assertGradientsAsync<S extends GradcheckSubject>(
  subject: S,
  ...[options]: OptionsArgument<S, GradcheckAsyncOptions>
): Promise<GradcheckReport> {
  // Taken before the check, for after a pause its caller is no longer on the stack.
  const from = traceTo(assertGradientsAsync);
  return passedOf(await checkAsync("assertGradientsAsync", allKinds, subject, options), from);
}

/** The way here, from the line that called `caller` on, as engines print it; empty where they do not. */
function traceTo(caller: (...given: never) => unknown): string {
  const from: { stack?: string } = {};
  Error.captureStackTrace?.(from, caller);
  return from.stack?.match(/\n +at .*/s)?.[0] ?? "";
}

/** The report of a check that passed; throws any other, from the line of the test. */
function passedOf(report: GradcheckReport, from: string): GradcheckReport {
  if (report.passed) return report;
  const error = new GradientError(report);
  if (from !== "") error.stack = `${error.name}: ${error.message}${from}`;
  throw error;
}
