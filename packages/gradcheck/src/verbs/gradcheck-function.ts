import type { TensorsByName } from "../subject/form.ts";
import type { FunctionSubject } from "../subject/function.ts";
import type { GradcheckReport } from "../words/report.ts";
import type { GradcheckAsyncOptions, GradcheckFunctionOptions } from "./options.ts";
import { run, runAsync } from "./run.ts";

/**
 * Checks the gradient of any function f(θ), of a vector or of tensors by name.
 *
 * `value` and `gradient` get fresh numbers at every call: a `Float64Array` for a vector, tensors by name each in the form in
 * which it came (numbers, nested arrays, typed arrays as a `Float64Array`, tensors). `parts` names what lies in a vector.
 * Throws on unknown or wrong options.
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
 *
 * const line = {
 *   theta: { slope: [2, -1], offset: 0.5 },
 *   value: ({ slope, offset }: { slope: number[]; offset: number }) => 3 * slope[0] + slope[1] ** 2 + offset,
 *   gradient: ({ slope }: { slope: number[] }) => ({ slope: [3, slope[1]], offset: 1 }),
 * };
 * for (const { name, verdict } of gradcheckFunction(line).tensors) console.log(name, verdict);
 * // slope fail
 * // offset pass
 */
export function gradcheckFunction<T extends ArrayLike<number> | TensorsByName>(
  f: FunctionSubject<T>,
  options?: GradcheckFunctionOptions<T>,
): GradcheckReport {
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
export async function gradcheckFunctionAsync<T extends ArrayLike<number> | TensorsByName>(
  f: FunctionSubject<T>,
  options?: GradcheckFunctionOptions<T> & GradcheckAsyncOptions,
): Promise<GradcheckReport> {
  return runAsync("gradcheckFunction", f, options);
}
