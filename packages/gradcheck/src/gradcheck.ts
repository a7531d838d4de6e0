import type { Layer, Loss, Model, NestedArray, Target } from "@nudge/core";
import { check } from "./check.ts";
import { type AsyncOptions, drain, drainAsync } from "./drive.ts";
import { type CheckOptions, settingsOf } from "./options.ts";
import type { GradcheckReport } from "./report/report.ts";
import { subjectOfLayer } from "./subject/layer.ts";
import { subjectOfModel } from "./subject/model.ts";
import type { InputOrShape, ShapeOrValues } from "./subject/values.ts";

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
}

// Erased to what every layer is: a layer's own type depends on its parameters.
type AnyLayer = Pick<Layer, "name" | "args" | "children" | "toString"> & {
  readonly forward: unknown;
  readonly backward: unknown;
};
type AnyModel = Pick<Model, "theta" | "slices"> & { readonly layer: unknown };

/** The options that a subject takes. */
export type OptionsOf<S> = S extends AnyModel ? ModelOptions : LayerOptions;

function start(subject: unknown, options: LayerOptions | ModelOptions, more: readonly string[]) {
  const isModel = typeof subject === "object" && subject !== null && "theta" in subject;
  const isLayer =
    typeof subject === "object" && subject !== null && "forward" in subject && "backward" in subject;
  if (!isModel && !isLayer) throw new Error(`gradcheck: expected a layer or a model, got ${String(subject)}`);
  if (typeof options !== "object" || options === null)
    throw new Error(`gradcheck: options such as { input: [4, 3] } are missing`);
  if (isModel) {
    const settings = settingsOf("gradcheck", options, ["input", "target", "loss", ...more]);
    return check("gradcheck", subjectOfModel(subject as Model, options as ModelOptions), settings);
  }
  const settings = settingsOf("gradcheck", options, ["input", "upstream", ...more]);
  return check("gradcheck", subjectOfLayer(subject as Layer, options as LayerOptions), settings);
}

export function gradcheck<S extends AnyLayer | AnyModel>(subject: S, options: OptionsOf<S>): GradcheckReport {
  return drain(start(subject, options, []));
}

/** As `gradcheck`, between other work: for `signal` and `onProgress`. */
export async function gradcheckAsync<S extends AnyLayer | AnyModel>(
  subject: S,
  options: OptionsOf<S> & AsyncOptions,
): Promise<GradcheckReport> {
  return drainAsync(start(subject, options, ["signal", "onProgress"]), options);
}
