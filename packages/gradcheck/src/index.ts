export { type Check, check } from "./command/check.ts";
export { toHtml } from "./report/html/page.ts";
export { fromJson, toJson } from "./report/json.ts";
export { type TextOptions, toText } from "./report/text.ts";
export type { FunctionSubject } from "./subject/function.ts";
export type { MapSubject } from "./subject/map.ts";
export { type MutableArray, type StatefulObject, statefulMap } from "./subject/stateful.ts";
export type { InputOrShape, ShapeOrValues } from "./subject/values.ts";
export { assertGradients } from "./verbs/assert-gradients.ts";
export type { AsyncOptions } from "./verbs/drive.ts";
export {
  type AnyLayer,
  type AnyModel,
  gradcheck,
  gradcheckAsync,
  type LayerOptions,
  type ModelOptions,
  type OptionsOf,
} from "./verbs/gradcheck.ts";
export { gradcheckFunction, gradcheckFunctionAsync } from "./verbs/gradcheck-function.ts";
export { gradcheckLoss, gradcheckLossAsync, type LossOptions } from "./verbs/gradcheck-loss.ts";
export { gradcheckMap, gradcheckMapAsync, type MapOptions } from "./verbs/gradcheck-map.ts";
export type { AnyLoss, AnyMap, Checkable, CheckableOptions, OptionsArgument } from "./verbs/start.ts";
export type { Progress } from "./words/progress.ts";
export type {
  Counts,
  Curve,
  Diagnosis,
  DiagnosisKind,
  EntryReport,
  EntryVerdict,
  Finding,
  FindingKind,
  GradcheckReport,
  TensorReport,
  Verb,
  Verdict,
} from "./words/report.ts";
export type { CheckOptions } from "./words/settings.ts";
