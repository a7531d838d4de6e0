// One door for whatever can be checked: it finds the verb of a subject. The command line, the matcher and
// `assertGradients` go through it.
import type { Loss, Tensor } from "@nudge/core";
import type { FunctionSubject } from "../subject/function.ts";
import type { MapSubject } from "../subject/map.ts";
import type { Steps } from "../words/progress.ts";
import type { GradcheckReport } from "../words/report.ts";
import type { CheckOptions } from "../words/settings.ts";
import {
  type AnyLayer,
  type AnyModel,
  type LayerOptions,
  type ModelOptions,
  startGradcheck,
} from "./gradcheck.ts";
import { startFunction } from "./gradcheck-function.ts";
import { type LossOptions, startLoss } from "./gradcheck-loss.ts";
import { type MapOptions, startMap } from "./gradcheck-map.ts";
import { allKinds, expectKind } from "./kind.ts";

/** Erased to what every loss is. */
export type AnyLoss = Pick<Loss, "name" | "args" | "toString"> & {
  readonly forward: unknown;
  readonly backward: unknown;
};
/** Erased to what every map of named tensors is. */
export type AnyMap = {
  readonly tensors: { readonly [name: string]: Tensor };
  readonly forward: unknown;
  readonly backward: unknown;
};

/** What can be checked: a layer, a model, a loss, a function of a vector, or a map of named tensors. */
export type Checkable = AnyLayer | AnyModel | AnyLoss | FunctionSubject | AnyMap;

/** The options of the verb of a subject. */
export type CheckableOptions<S> = S extends AnyMap
  ? MapOptions
  : S extends FunctionSubject
    ? CheckOptions
    : S extends AnyModel
      ? ModelOptions
      : S extends { readonly parameters: unknown }
        ? LayerOptions
        : LossOptions;

/** The options as an argument, which may be left out where none is needed. */
export type OptionsArgument<S> =
  Partial<CheckableOptions<S>> extends CheckableOptions<S>
    ? [options?: CheckableOptions<S>]
    : [options: CheckableOptions<S>];

/** Starts the check of any subject. Throws with the name of the caller on what cannot be checked. */
export function start(caller: string, subject: unknown, options: object = {}): Steps<GradcheckReport> {
  switch (expectKind(caller, subject, allKinds)) {
    case "map":
      return startMap(subject as MapSubject, options, ["upstream"]);
    case "function":
      return startFunction(subject as FunctionSubject, options, []);
    case "loss":
      return startLoss(subject as Loss, options as LossOptions, []);
    default:
      return startGradcheck(subject, options as LayerOptions, []);
  }
}
