// What a hypothesis has to go by: a tensor with wrong entries, and all that was measured around it.
import type { Slice, Tensor } from "@nudge/core";
import type { Survey } from "../../judge/survey.ts";
import type { Vector } from "../../sandbox/vector.ts";
import type { TensorsByName } from "../../subject/form.ts";
import type { Hessian } from "../../subject/subject.ts";
import type { EntryVerdict } from "../../words/report.ts";

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

/** The numeric gradient in parts: row r holds those of entry `rows[r]`, column o those that come through output o. */
export interface NumericParts {
  /** All entries, or some of them where there are too many. */
  readonly rows: Int32Array;
  readonly isComplete: boolean;
  readonly outputs: number;
  readonly shape: readonly number[];
  readonly outputShape: readonly number[];
  readonly upstream: Float64Array;
  readonly numeric: Float64Array;
  /** Each part is known to ± this. */
  readonly error: number;
}

/** And backprop's gradient in the same parts. */
export interface Parts extends NumericParts {
  readonly analytic: Float64Array;
}

export interface Evidence {
  /** The tensor to explain. */
  readonly tensor: TensorEvidence;
  /** All tensors of the subject, this one included. */
  readonly tensors: readonly TensorEvidence[];
  /** The numbers between 0 and 1 among the arguments of its layers. */
  readonly rates: readonly number[];
  /** The evidence on another tensor, or on this one. */
  beside(name: string): Evidence | undefined;
  /** Of second derivatives. */
  readonly hessian?: Hessian | undefined;
  readonly output: Tensor;
  /** The outputs by name, of a subject with several, which are joined in `output`. */
  readonly outputsByName?: TensorsByName | undefined;
  readonly upstream: Float64Array;
  // What takes more evaluations is measured once it is asked for, and undefined where it cannot be had.
  numericParts(): NumericParts | undefined;
  parts(): Parts | undefined;
  /** What each read of the tensor in forward adds to its gradient, of those reads on which the output depends. */
  uses(): readonly Float64Array[] | undefined;
  /** The tensor with its entries in another order: the k-th of a few fresh points. */
  elsewhere(k: number): TensorEvidence | undefined;
  /** The value from which on entry `k` is wrong, between one at which it is right and one at which it is wrong. */
  border(k: number, right: number, wrong: number): number | undefined;
}

/** A tensor of up to this many entries is soon measured at a fresh point. */
export const cheap = 500;

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

export const allKnown = (tensor: TensorEvidence) => tensor.analytic.every((_, k) => isKnown(tensor, k));

export const isWrong = ({ verdict }: TensorEvidence, k: number) => verdict[k] === "wrong";

/** Right where it might have been wrong: a gradient that is 0 on both sides says nothing. */
export const isRight = ({ verdict, numeric, analytic }: TensorEvidence, k: number) =>
  verdict[k] === "pass" && (numeric[k] !== 0 || analytic[k] !== 0);

/** The wrong entries. */
export const wrongOf = ({ verdict }: TensorEvidence) => verdict.flatMap((v, k) => (v === "wrong" ? [k] : []));

/** What backprop is off by, beyond the error bar of the numeric value; 0 where it may be nothing. */
export function errorOf(tensor: TensorEvidence, k: number): number {
  const { analytic, numeric, error } = tensor;
  if (!isKnown(tensor, k)) return 0;
  const distance = Math.abs(numeric[k] - analytic[k]);
  return distance > error[k] ? distance : 0;
}

/** The size of the largest finite number. */
export const largestOf = (x: Float64Array) =>
  x.reduce((most, value) => (Number.isFinite(value) ? Math.max(most, Math.abs(value)) : most), 0);
