// In which order hypotheses are asked: in rounds, each from the most specific to the most general. The search ends with the
// first round in which one of them is convincing.
import type { Hypothesis } from "./candidate.ts";
import { adjoint } from "./hypotheses/adjoint.ts";
import { alongTime } from "./hypotheses/along-time.ts";
import { anotherTensor } from "./hypotheses/another-tensor.ts";
import { arrivingGradient } from "./hypotheses/arriving-gradient.ts";
import { block } from "./hypotheses/block.ts";
import { constants } from "./hypotheses/constants.ts";
import { crossTerms, noCrossTerms } from "./hypotheses/cross-terms.ts";
import { entryFactor } from "./hypotheses/entry-factor.ts";
import { exchanged } from "./hypotheses/exchanged.ts";
import { factor } from "./hypotheses/factor.ts";
import { firstOutputs } from "./hypotheses/first-outputs.ts";
import { flat } from "./hypotheses/flat.ts";
import { identity } from "./hypotheses/identity.ts";
import { mixedAxis } from "./hypotheses/mixed-axis.ts";
import { neighboursFactor } from "./hypotheses/neighbours-factor.ts";
import { overwritten } from "./hypotheses/overwritten.ts";
import { ownValue } from "./hypotheses/own-value.ts";
import { partialSum } from "./hypotheses/partial-sum.ts";
import { path } from "./hypotheses/path.ts";
import { productRule } from "./hypotheses/product-rule.ts";
import { reordered } from "./hypotheses/reordered.ts";
import { rotated } from "./hypotheses/rotated.ts";
import { semidefinite } from "./hypotheses/semidefinite.ts";
import { shifted } from "./hypotheses/shifted.ts";
import { sign } from "./hypotheses/sign.ts";
import { fixedEntry, singleEntry } from "./hypotheses/single-entry.ts";
import { spreadAxis } from "./hypotheses/spread-axis.ts";
import { statistic } from "./hypotheses/statistic.ts";
import { stride } from "./hypotheses/stride.ts";
import { supportByPlace } from "./hypotheses/support-place.ts";
import { supportByValue } from "./hypotheses/support-value.ts";
import { symmetrised } from "./hypotheses/symmetrised.ts";
import { term } from "./hypotheses/term.ts";
import { transposed } from "./hypotheses/transposed.ts";
import { unflippedKernel } from "./hypotheses/unflipped-kernel.ts";
import { use } from "./hypotheses/use.ts";
import { weighted } from "./hypotheses/weighted.ts";
import { windowCount } from "./hypotheses/window-count.ts";
import { wrongSum } from "./hypotheses/wrong-sum.ts";
import { zero } from "./hypotheses/zero.ts";

export const rounds: readonly (readonly Hypothesis[])[] = [
  // What is wrong with second derivatives.
  [block, identity],
  // What is wrong with the whole tensor.
  [
    flat,
    zero,
    sign,
    factor,
    spreadAxis,
    transposed,
    symmetrised,
    reordered,
    rotated,
    anotherTensor,
    term,
    productRule,
    shifted,
  ],
  [
    fixedEntry,
    // What is wrong with the sum of contributions that it is.
    partialSum,
    overwritten,
    wrongSum,
    adjoint,
    unflippedKernel,
    stride,
    crossTerms,
    mixedAxis,
    windowCount,
    neighboursFactor,
    // Where it is wrong.
    exchanged,
    supportByPlace,
    supportByValue,
  ],
  // Which way backward goes along an axis.
  [alongTime],
  // What comes in before the tensor, or with each part of it.
  [arrivingGradient],
  [weighted, semidefinite],
  [singleEntry],
  [entryFactor, ownValue],
  // What may be missing, in more general words.
  [statistic, constants, path, use],
  [noCrossTerms, firstOutputs],
];
