export { assertGradients } from "./assert-gradients.ts";
export { type Check, check } from "./command/check.ts";
export type { AsyncOptions } from "./drive.ts";
export {
  gradcheck,
  gradcheckAsync,
  type LayerOptions,
  type ModelOptions,
  type OptionsOf,
} from "./gradcheck.ts";
export { gradcheckFunction, gradcheckFunctionAsync } from "./gradcheck-function.ts";
export { gradcheckLoss, gradcheckLossAsync, type LossOptions } from "./gradcheck-loss.ts";
export { gradcheckMap, gradcheckMapAsync, type MapOptions } from "./gradcheck-map.ts";
export type { CheckOptions } from "./options.ts";
export { toHtml } from "./report/html/page.ts";
export { fromJson, toJson } from "./report/json.ts";
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
} from "./report/report.ts";
export { type TextOptions, toText } from "./report/text.ts";
export type { Checkable, CheckableOptions } from "./start.ts";
export type { FunctionSubject } from "./subject/function.ts";
export type { MapSubject } from "./subject/map.ts";
export { type MutableArray, type StatefulObject, statefulMap } from "./subject/stateful.ts";
export type { InputOrShape, ShapeOrValues } from "./subject/values.ts";
export type { Progress } from "./survey-points.ts";
