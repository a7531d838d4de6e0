import type { FunctionSubject } from "../subject/function.ts";
import type { GradcheckReport } from "../words/report.ts";
import type { GradcheckOptions } from "../words/settings.ts";
import type { GradcheckAsyncOptions } from "./options.ts";
import { run, runAsync } from "./run.ts";

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
export function gradcheckFunction(f: FunctionSubject, options?: GradcheckOptions): GradcheckReport {
  return run("gradcheckFunction", f, options);
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
  options?: GradcheckOptions & GradcheckAsyncOptions,
): Promise<GradcheckReport> {
  return runAsync("gradcheckFunction", f, options);
}
