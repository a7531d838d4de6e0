import type { Layer, Loss, Model, NestedArray, Regularization, Target } from "@nudge/core";
import { subjectOfLayer } from "../subject/layer.ts";
import { subjectOfModel } from "../subject/model.ts";
import type { InputOrShape, ShapeOrValues } from "../subject/values.ts";
import type { GradcheckReport } from "../words/report.ts";
import type { CheckOptions } from "../words/settings.ts";
import { check } from "./check.ts";
import { type AsyncOptions, drain, drainAsync } from "./drive.ts";
import { expectKind } from "./kind.ts";
import { settingsOf } from "./options.ts";

export interface LayerOptions extends CheckOptions {
  /** The input, or the inputs by name: a shape to draw, such as [4, 3], or values. */
  input: InputOrShape;
  /** The gradient of the number under test with respect to the output: values, or a shape to draw. */
  upstream?: ShapeOrValues;
}

export interface ModelOptions extends CheckOptions {
  input: InputOrShape;
  /** Values, or one integer label for each row. */
  target: Target | NestedArray;
  loss: Loss;
  /** The penalty that the model is trained with, if any: it is part of the loss. */
  regularization?: Regularization;
}

/** Erased to what every layer is: a layer's own type depends on its parameters. */
export type AnyLayer = Pick<Layer, "name" | "args" | "children" | "toString"> & {
  readonly forward: unknown;
  readonly backward: unknown;
};
/** Erased to what every model is. */
export type AnyModel = Pick<Model, "theta" | "slices"> & { readonly layer: unknown };

/** The options that a subject takes. */
export type OptionsOf<S> = S extends AnyModel ? ModelOptions : LayerOptions;

export function startGradcheck(
  subject: unknown,
  options: LayerOptions | ModelOptions,
  more: readonly string[],
) {
  const kind = expectKind("gradcheck", subject, ["layer", "model"]);
  if (typeof options !== "object" || options === null)
    throw new Error(`gradcheck: options such as { input: [4, 3] } are missing`);
  if (kind === "model") {
    const settings = settingsOf("gradcheck", options, ["input", "target", "loss", "regularization", ...more]);
    return check("gradcheck", subjectOfModel(subject as Model, options as ModelOptions), settings);
  }
  const settings = settingsOf("gradcheck", options, ["input", "upstream", ...more]);
  return check("gradcheck", subjectOfLayer(subject as Layer, options as LayerOptions), settings);
}

/**
 * Checks the gradients of a layer (its input and parameters) or of a whole model (all of θ against its loss).
 *
 * ‖dθ_approx − dθ‖ / (‖dθ_approx‖ + ‖dθ‖), where dθ_approx is the two-sided slope (f(θ + h) − f(θ − h)) / 2h of every
 * entry, with an error bar. The output of a layer is reduced to a number by Σ upstream ⊙ output.
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
  return drain(startGradcheck(subject, options, []));
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
  options: OptionsOf<S> & AsyncOptions,
): Promise<GradcheckReport> {
  return drainAsync(startGradcheck(subject, options, ["signal", "onProgress"]), options);
}
