// What was found for each entry of θ at a point: its numeric value, an error bar and a verdict.
import type { Rng, Slice } from "@nudge/core";
import type { Shortcuts } from "../shortcuts/shortcuts.ts";
import type { EntryVerdict } from "../words/report.ts";
import type { Settings, Threshold } from "../words/settings.ts";
import type { Edge } from "./judgement.ts";

/** What a survey found, in the layout of θ. */
export interface Survey {
  readonly analytic: Float64Array;
  readonly numeric: Float64Array;
  readonly error: Float64Array;
  readonly step: Float64Array;
  readonly verdict: EntryVerdict[];
  /** The entries whose gradient is not between the slopes to both sides of a kink at the point. */
  readonly beyondKink: number[];
  /** The entries that were judged as ones at an edge of the domain. */
  readonly edges: Map<number, Edge>;
  /** The entries with the verdict "kink" of which nobody could say from outside whether their gradient is right. */
  readonly unverified: number[];
  /** Of tensors that were measured along directions: the slopes along these, under the name of the tensor. */
  readonly projections: Map<string, Projections>;
}

interface Projections {
  readonly analytic: readonly number[];
  readonly numeric: readonly number[];
  readonly error: readonly number[];
}

export interface SurveyOptions {
  readonly slices: readonly Slice[];
  readonly threshold: Threshold;
  readonly epsilon?: Settings["epsilon"];
  readonly stream: Rng;
  /** Ways to the outputs that save work; none unless given. */
  readonly shortcuts?: Shortcuts | undefined;
}

/**
 * Surveys take their entries one after another, and yield after each; one that gets `next(true)` stops there, with the
 * entries that were not reached as inconclusive.
 */
export type Surveying<T> = Generator<void, T, boolean | undefined>;

/** Before anything is measured, the entries of `slices` are inconclusive, and the others skipped. */
export function emptySurvey(analytic: Float64Array, slices: readonly Slice[]): Survey {
  const column = () => new Float64Array(analytic.length).fill(Number.NaN);
  const verdict = new Array<EntryVerdict>(analytic.length).fill("skipped");
  for (const { offset, length } of slices) verdict.fill("inconclusive", offset, offset + length);
  return {
    analytic,
    numeric: column(),
    error: column(),
    step: column(),
    verdict,
    beyondKink: [],
    edges: new Map(),
    unverified: [],
    projections: new Map(),
  };
}

/** The first survey, with what a survey of another point found wrong. */
export function mergeSurveys(first: Survey, later: Survey): Survey {
  const isNew = (i: number) => later.verdict[i] === "wrong" && first.verdict[i] !== "wrong";
  const column = (name: "analytic" | "numeric" | "error" | "step") =>
    first[name].map((x, i) => (isNew(i) ? later[name][i] : x));
  return {
    ...first,
    analytic: column("analytic"),
    numeric: column("numeric"),
    error: column("error"),
    step: column("step"),
    verdict: first.verdict.map((verdict, i) => (isNew(i) ? "wrong" : verdict)),
  };
}

/** Whether no entry of a tensor is wrong. */
export function isRight({ verdict }: Survey, { offset, length }: Slice): boolean {
  const wrong = verdict.indexOf("wrong", offset);
  return wrong < 0 || wrong >= offset + length;
}

/** Tells of an entry whether it was seen to be right: 0 where the output does not change, which has no error bar, shows nothing. */
export function verifiedIn({ verdict, error, unverified }: Survey): (entry: number) => boolean {
  const open = new Set(unverified);
  return (i) => (verdict[i] === "kink" ? !open.has(i) : verdict[i] === "pass" && error[i] !== 0);
}

/** How many entries of a tensor were seen to be right. */
export function countVerified(survey: Survey, { offset, length }: Slice): number {
  const isVerified = verifiedIn(survey);
  return Array.from({ length }, (_, k) => offset + k).filter(isVerified).length;
}
