import type { TensorsByName } from "../subject/form.ts";
import type { HessianSubject } from "../subject/hessian.ts";
import type { GradcheckReport } from "../words/report.ts";
import type { GradcheckOptions } from "../words/settings.ts";
import type { GradcheckAsyncOptions } from "./options.ts";
import { run, runAsync } from "./run.ts";

/**
 * Checks the second derivatives of a function f(θ), of a vector or of tensors by name, against the slopes of its gradient.
 *
 * `hessianProduct(theta, v)` gives H v in the form of the gradient; of it (H v)ᵢ is measured for a v drawn from the seed, in two
 * evaluations of `gradient` for each entry of θ. `hessian(theta)` gives the whole H, [n, n] for the n entries of θ, those of several
 * tensors one after another; each of its entries is measured by itself, in 2 n² evaluations, and where θ has names, reports
 * speak of blocks: `W1 × b1[0, 1, 2]` is ∂²f / ∂W1[0, 1] ∂b1[2]. H must be symmetric and H v linear in v besides; a gradient whose
 * slopes are not symmetric is said to be that of no function. θ and v come as for `gradcheckFunction`, which checks the gradient
 * itself. Throws on unknown or wrong options.
 *
 * @example
 * import { gradcheckHessian } from "@nudge/gradcheck";
 *
 * // f = x² y, and the second derivative by x taken for 2 x
 * const f = {
 *   theta: [3, 2],
 *   gradient: ([x, y]: Float64Array) => [2 * x * y, x * x],
 *   hessian: ([x]: Float64Array) => [[2 * x, 2 * x], [2 * x, 0]],
 * };
 * const [{ worst }] = gradcheckHessian(f).tensors;
 * console.log(worst[0].index, worst[0].analytic, worst[0].numeric.toFixed(4)); // [ 0, 0 ] 6 4.0000
 *
 * const g = {
 *   theta: { a: [1, 2], b: 0.5 },
 *   gradient: ({ a, b }: { a: number[]; b: number }) => ({ a: [b * a[0], b * a[1]], b: (a[0] ** 2 + a[1] ** 2) / 2 }),
 *   hessianProduct: ({ b }: { a: number[]; b: number }, v: { a: number[]; b: number }) => ({ a: [b * v.a[0], b * v.a[1]], b: 0 }),
 * };
 * for (const { diagnoses } of gradcheckHessian(g).tensors) console.log(diagnoses[0].message);
 * // the block a × b is missing from H v
 * // the block b × a is missing from H v
 */
export function gradcheckHessian<T extends ArrayLike<number> | TensorsByName>(
  f: HessianSubject<T>,
  options?: GradcheckOptions,
): GradcheckReport {
  return run("gradcheckHessian", f, options);
}

/**
 * As `gradcheckHessian`, in slices of 20 ms between which the event loop goes on; takes `signal` and `onProgress` besides.
 * Rejects with the reason of `signal` when that is aborted.
 *
 * @example
 * import { gradcheckHessianAsync } from "@nudge/gradcheck";
 *
 * const f = { theta: [3], gradient: ([x]: Float64Array) => [x ** 3], hessian: ([x]: Float64Array) => [[3 * x * x]] };
 * console.log((await gradcheckHessianAsync(f)).verdict);
 * // pass
 */
export async function gradcheckHessianAsync<T extends ArrayLike<number> | TensorsByName>(
  f: HessianSubject<T>,
  options?: GradcheckOptions & GradcheckAsyncOptions,
): Promise<GradcheckReport> {
  return runAsync("gradcheckHessian", f, options);
}
