// In which order hypotheses are asked: those that read the values first, from the most specific on.
import { adjoint } from "./hypotheses/adjoint.ts";
import { anotherTensor } from "./hypotheses/another-tensor.ts";
import { constants } from "./hypotheses/constants.ts";
import { crossTerms } from "./hypotheses/cross-terms.ts";
import { dropped } from "./hypotheses/dropped.ts";
import { exchanged } from "./hypotheses/exchanged.ts";
import { factor } from "./hypotheses/factor.ts";
import type { Hypothesis } from "./hypotheses/hypothesis.ts";
import { kernel } from "./hypotheses/kernel.ts";
import { lowPrecision } from "./hypotheses/low-precision.ts";
import { missingSlices } from "./hypotheses/missing-slices.ts";
import { mixedAxis } from "./hypotheses/mixed-axis.ts";
import { overwritten } from "./hypotheses/overwritten.ts";
import { path } from "./hypotheses/path.ts";
import { reordered } from "./hypotheses/reordered.ts";
import { rotated } from "./hypotheses/rotated.ts";
import { scaledSlices } from "./hypotheses/scaled-slices.ts";
import { shifted } from "./hypotheses/shifted.ts";
import { sign } from "./hypotheses/sign.ts";
import { spreadAxis } from "./hypotheses/spread-axis.ts";
import { statistic } from "./hypotheses/statistic.ts";
import { supportByOutput } from "./hypotheses/support-output.ts";
import { supportByPlace } from "./hypotheses/support-place.ts";
import { supportByValue } from "./hypotheses/support-value.ts";
import { term } from "./hypotheses/term.ts";
import { transposed } from "./hypotheses/transposed.ts";
import { use } from "./hypotheses/use.ts";
import { wrongSum } from "./hypotheses/wrong-sum.ts";
import { zero } from "./hypotheses/zero.ts";

/** Read from the values: what is wrong with the whole tensor. */
export const causes: readonly Hypothesis[] = [
  zero,
  sign,
  factor,
  spreadAxis,
  transposed,
  reordered,
  rotated,
  anotherTensor,
  term,
  shifted,
  lowPrecision,
];
/** Read from the values: where it is wrong. */
export const places: readonly Hypothesis[] = [exchanged, supportByPlace, supportByValue, scaledSlices];
/** From where contributions come: what is done to them. */
export const patterns: readonly Hypothesis[] = [
  missingSlices,
  overwritten,
  wrongSum,
  adjoint,
  kernel,
  crossTerms,
  mixedAxis,
];
/** What is missing, in more general words. */
export const rest: readonly Hypothesis[] = [statistic, constants, path, use, dropped, supportByOutput];
