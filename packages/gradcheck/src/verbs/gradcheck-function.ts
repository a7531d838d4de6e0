import { type FunctionSubject, subjectOfFunction } from "../subject/function.ts";
import type { GradcheckReport } from "../words/report.ts";
import type { CheckOptions } from "../words/settings.ts";
import { check } from "./check.ts";
import { type AsyncOptions, drain, drainAsync } from "./drive.ts";
import { expectKind } from "./kind.ts";
import { settingsOf } from "./options.ts";

export function startFunction(f: FunctionSubject, options: CheckOptions, more: readonly string[]) {
  expectKind("gradcheckFunction", f, ["function"]);
  const settings = settingsOf("gradcheckFunction", options, more);
  return check("gradcheckFunction", subjectOfFunction(f), settings);
}

/**
 * Checks the gradient of any function f(θ) of a vector.
 *
 * `value` and `gradient` get a fresh `Float64Array` at every call. Throws on unknown or wrong options.
 *
 * @example
 * import { gradcheckFunction } from "@nudge/gradcheck";
 *
 * const f = {
 *   theta: [1, 2],
 *   value: (theta: Float64Array) => theta[0] ** 3 + theta[1],
 *   gradient: (theta: Float64Array) => [2 * theta[0] ** 2, 1],
 * };
 * const { verdict, tensors } = gradcheckFunction(f);
 * console.log(verdict, tensors[0].worst[0].index, tensors[0].worst[0].analytic);
 * // fail [ 0 ] 2
 */
export function gradcheckFunction(f: FunctionSubject, options: CheckOptions = {}): GradcheckReport {
  return drain(startFunction(f, options, []));
}

/**
 * As `gradcheckFunction`, in slices of 20 ms between which the event loop goes on; takes `signal` and `onProgress` besides.
 * Rejects with the reason of `signal` when that is aborted.
 *
 * @example
 * import { gradcheckFunctionAsync } from "@nudge/gradcheck";
 *
 * const f = { theta: [3], value: ([x]: Float64Array) => x * x, gradient: ([x]: Float64Array) => [2 * x] };
 * console.log((await gradcheckFunctionAsync(f)).verdict);
 * // pass
 */
export async function gradcheckFunctionAsync(
  f: FunctionSubject,
  options: CheckOptions & AsyncOptions = {},
): Promise<GradcheckReport> {
  return drainAsync(startFunction(f, options, ["signal", "onProgress"]), options);
}
