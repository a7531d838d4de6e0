// What a hypothesis is judged by: a tensor with wrong entries and all that was measured around it.
import type { Slice, Tensor } from "@nudge/core";
import type { Survey } from "../../judge/survey.ts";
import type { Vector } from "../../sandbox/vector.ts";
import type { EntryVerdict } from "../../words/report.ts";
import type { Layers } from "./layers.ts";
import type { Uses } from "./uses.ts";
import type { Contributions, Wiring } from "./wiring.ts";

/** A tensor: its values, what backprop gave, and the numeric gradient, known to ± `error`; row-major. */
export interface TensorEvidence {
  readonly name: string;
  readonly shape: readonly number[];
  readonly theta: Float64Array;
  readonly analytic: Float64Array;
  readonly numeric: Float64Array;
  readonly error: Float64Array;
  readonly verdict: readonly EntryVerdict[];
}

export interface Evidence {
  /** The tensor to explain. */
  readonly tensor: TensorEvidence;
  /** All tensors of the subject, this one included. */
  readonly tensors: readonly TensorEvidence[];
  /** As it prints. */
  readonly subject: string;
  readonly output: Tensor;
  readonly upstream: Float64Array;
  // What takes more evaluations is measured once it is asked for, and undefined where it cannot be had.
  /** Which entry of the output each entry of the tensor gets its gradient from. */
  contributions(): Contributions | undefined;
  /** And from which backprop takes it. */
  wiring(): Wiring | undefined;
  /** What each read of the tensor in forward adds to its gradient. */
  uses(): Uses | undefined;
  /** The tensor with its entries in another order: the k-th of a few fresh points. */
  elsewhere(k: number): TensorEvidence | undefined;
  /** The value from which on entry `k` is wrong, between one at which it is right and one at which it is wrong. */
  border(k: number, right: number, wrong: number): number | undefined;
  /** For a sequence: each layer alone. */
  layers(): Layers | undefined;
}

/** The part of a survey that belongs to a tensor. */
export function tensorEvidence(theta: Vector, survey: Survey, slice: Slice): TensorEvidence {
  const { name, shape, offset, length } = slice;
  const part = (x: Vector) => x.slice(offset, offset + length);
  return {
    name,
    shape,
    theta: part(theta),
    analytic: part(survey.analytic),
    numeric: part(survey.numeric),
    error: part(survey.error),
    verdict: survey.verdict.slice(offset, offset + length),
  };
}

/** Entries of which both values are known. */
export const isKnown = ({ analytic, numeric, error }: TensorEvidence, k: number) =>
  Number.isFinite(analytic[k]) && Number.isFinite(numeric[k]) && Number.isFinite(error[k]);

/** What backprop is off by, beyond the error bar of the numeric value; 0 where it may be nothing. */
export function errorOf(tensor: TensorEvidence, k: number): number {
  const { analytic, numeric, error } = tensor;
  if (!isKnown(tensor, k)) return 0;
  const distance = Math.abs(numeric[k] - analytic[k]);
  return distance > error[k] ? distance : 0;
}
