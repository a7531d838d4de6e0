export { commandMap } from "./foreign/command-map.ts";
export type { ForeignMap, ForeignMapOptions } from "./foreign/foreign-map.ts";
export { workerMap } from "./foreign/worker-map.ts";
export { toHtml } from "./report/html/page.ts";
export { fromJson, toJson } from "./report/json.ts";
export { type TextOptions, toText } from "./report/text.ts";
export type { InForm, TensorLike, TensorsByName } from "./subject/form.ts";
export type { FunctionSubject } from "./subject/function.ts";
export type { HessianSubject } from "./subject/hessian.ts";
export type { MapSubject } from "./subject/map.ts";
export type { MutableArray, MutableArrays } from "./subject/mutable-arrays.ts";
export type { Scalars, ScalarsIn, ScalarTape } from "./subject/scalar-tape.ts";
export { type StatefulObject, statefulMap } from "./subject/stateful.ts";
export { tapeMap } from "./subject/tape.ts";
export type { TensorTape } from "./subject/tensor-tape.ts";
export type { GradientOf, GradientSubject, Parts, Point } from "./subject/theta.ts";
export type { InputOrShape, ShapeOrValues } from "./subject/values.ts";
export { assertGradients, assertGradientsAsync, GradientError } from "./verbs/assert-gradients.ts";
export { type DefinedCheck, defineCheck } from "./verbs/define-check.ts";
export { gradcheck, gradcheckAsync } from "./verbs/gradcheck.ts";
export { gradcheckFunction, gradcheckFunctionAsync } from "./verbs/gradcheck-function.ts";
export { gradcheckHessian, gradcheckHessianAsync } from "./verbs/gradcheck-hessian.ts";
export { gradcheckLoss, gradcheckLossAsync } from "./verbs/gradcheck-loss.ts";
export { gradcheckMap, gradcheckMapAsync } from "./verbs/gradcheck-map.ts";
export type {
  AnyFunction,
  AnyHessian,
  AnyLayer,
  AnyLoss,
  AnyMap,
  AnyModel,
  GradcheckAsyncOptions,
  GradcheckFunctionOptions,
  GradcheckLayerOptions,
  GradcheckLossOptions,
  GradcheckMapOptions,
  GradcheckModelOptions,
  GradcheckSubject,
  OptionsArgument,
  OptionsOf,
} from "./verbs/options.ts";
export type { ByName } from "./words/by-name.ts";
export type { GradcheckProgress } from "./words/progress.ts";
export type {
  Counts,
  Curve,
  Diagnosis,
  DiagnosisKind,
  Drawn,
  EntryReport,
  EntryVerdict,
  Finding,
  FindingKind,
  GradcheckReport,
  TensorReport,
  Verb,
  Verdict,
} from "./words/report.ts";
export type { GradcheckOptions, Interval } from "./words/settings.ts";
