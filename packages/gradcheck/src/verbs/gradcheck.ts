import type { GradcheckReport } from "../words/report.ts";
import type { AnyLayer, AnyModel, GradcheckAsyncOptions, OptionsOf } from "./options.ts";
import { run, runAsync } from "./run.ts";

/**
 * Checks the gradients of a layer (its input and parameters) or of a whole model (all of θ against its loss).
 *
 * ‖dθ_approx − dθ‖ / (‖dθ_approx‖ + ‖dθ‖), where dθ_approx is the two-sided slope (f(θ + h) − f(θ − h)) / 2h of every
 * entry, with an error bar. The output of a layer is reduced to a number by Σ upstream ⊙ output, summed over the outputs where
 * it has several by name.
 *
 * Options: for a layer `input` and `upstream`, for a model `input`, `target`, `loss` and `regularization`; a flat array
 * of numbers is a shape to be drawn from `seed`, values come as a tensor or as nested arrays. Throws on unknown or wrong
 * options; whatever the subject does is in the report.
 *
 * Source: A. Ng, Deep Learning Specialization, course 2 week 1, "Gradient checking".
 *
 * @example
 * import { dense } from "@nudge/layers";
 * import { gradcheck } from "@nudge/gradcheck";
 *
 * const report = gradcheck(dense(4, 3), { input: [8, 4], seed: 7 });
 * console.log(report.verdict, report.counts.passed, report.ratio < 1e-9);
 * // pass 47 true
 */
export function gradcheck<S extends AnyLayer | AnyModel>(subject: S, options: OptionsOf<S>): GradcheckReport {
  return run("gradcheck", subject, options);
}

/**
 * As `gradcheck`, in slices of 20 ms between which the event loop goes on; takes `signal` and `onProgress` besides.
 * Rejects with the reason of `signal` when that is aborted.
 *
 * @example
 * import { dense } from "@nudge/layers";
 * import { gradcheckAsync } from "@nudge/gradcheck";
 *
 * const { verdict } = await gradcheckAsync(dense(4, 3), { input: [8, 4], signal: AbortSignal.timeout(10_000) });
 * console.log(verdict);
 * // pass
 */
export async function gradcheckAsync<S extends AnyLayer | AnyModel>(
  subject: S,
  options: OptionsOf<S> & GradcheckAsyncOptions,
): Promise<GradcheckReport> {
  return runAsync("gradcheck", subject, options);
}
