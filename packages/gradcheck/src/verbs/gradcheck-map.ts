import type { Tensor } from "@nudge/core";
import type { TensorLike, TensorsByName } from "../subject/form.ts";
import type { MapSubject } from "../subject/map.ts";
import type { GradcheckReport } from "../words/report.ts";
import type { GradcheckAsyncOptions, GradcheckMapOptions } from "./options.ts";
import { run, runAsync } from "./run.ts";

/**
 * Checks a differentiable map of named tensors: the primitive to which layers, models, losses and functions are
 * adapted, and so is code written elsewhere.
 *
 * `forward` gives `[output, cache]`; `backward` gets the upstream gradient, that cache and the tensors, and gives a
 * gradient under every name. The number under test is Σ upstream ⊙ output. Both get copies, so a map that writes to
 * its arguments spoils nothing. Numbers, nested arrays and typed arrays stand for tensors, and come back as such; several
 * outputs go by name, `[{ hidden, cell }, cache]`, and so do their upstream gradients. Throws on unknown or wrong options.
 *
 * @example
 * import { multiply, tensor } from "@nudge/core";
 * import { gradcheckMap } from "@nudge/gradcheck";
 *
 * // y = a b, and a backward pass that takes the gradient of b for that of a
 * const report = gradcheckMap({
 *   name: "product",
 *   tensors: { a: tensor([1, 2]), b: tensor([3, 5]) },
 *   forward: ({ a, b }) => [multiply(a, b), a],
 *   backward: (dy, a) => ({ a: multiply(dy, a), b: multiply(dy, a) }),
 * });
 * for (const { name, verdict } of report.tensors) console.log(name, verdict);
 * // a fail
 * // b pass
 */
export function gradcheckMap<T extends TensorsByName, C, O extends TensorLike | TensorsByName = Tensor>(
  map: MapSubject<T, C, O>,
  options?: GradcheckMapOptions<T, O>,
): GradcheckReport {
  return run("gradcheckMap", map, options);
}

/**
 * As `gradcheckMap`, in slices of 20 ms between which the event loop goes on; takes `signal` and `onProgress` besides.
 * Rejects with the reason of `signal` when that is aborted.
 *
 * @example
 * import { tensor } from "@nudge/core";
 * import { gradcheckMapAsync } from "@nudge/gradcheck";
 *
 * const report = await gradcheckMapAsync({
 *   name: "identity",
 *   tensors: { x: tensor([1, 2]) },
 *   forward: ({ x }) => [x, undefined],
 *   backward: (dy) => ({ x: dy }),
 * });
 * console.log(report.verdict);
 * // pass
 */
export async function gradcheckMapAsync<
  T extends TensorsByName,
  C,
  O extends TensorLike | TensorsByName = Tensor,
>(
  map: MapSubject<T, C, O>,
  options?: GradcheckMapOptions<T, O> & GradcheckAsyncOptions,
): Promise<GradcheckReport> {
  return runAsync("gradcheckMap", map, options);
}
