// Puts a report together from the survey and the findings.
import type { Slice } from "@nudge/core";
import type { Survey } from "../judge/survey.ts";
import type { Subject } from "../subject/subject.ts";
import { checker } from "../words/checker.ts";
import { note } from "../words/findings.ts";
import { norm, ratioOf } from "../words/ratio.ts";
import type { Finding, GradcheckReport } from "../words/report.ts";
import type { Settings, Threshold } from "../words/settings.ts";
import { replayOf } from "./replay.ts";
import { addCounts, countOpenKinks } from "./tally.ts";
import { judgedValues, reportTensor } from "./tensor.ts";
import { decide, isUnverified } from "./verdict.ts";

export interface Results {
  readonly survey: Survey;
  readonly threshold: Threshold;
  readonly findings: readonly Finding[];
  readonly slices: readonly Slice[];
  readonly time: string;
  readonly evaluations: number;
  readonly milliseconds: number;
}

/** Says of which tensors nothing was verified, and why that is no failure. */
function degenerate(survey: Survey, slices: readonly Slice[]): Finding[] {
  const still = slices.filter(({ offset, length }) => {
    for (let i = offset; i < offset + length; i++)
      if (survey.verdict[i] !== "pass" || survey.error[i] !== 0) return false;
    return length > 0;
  });
  if (still.length > 0 && still.length === slices.length)
    return [
      note(
        "degenerate",
        "the output changes with none of the tensors: there is nothing to check at this point",
      ),
    ];
  const message = (name: string, rest: string) => note("degenerate", `${name} ${rest}`, { tensor: name });
  return [
    ...still.map(({ name }) =>
      message(name, "does not change the output at this point: its gradient is 0, and nothing more is known"),
    ),
    ...slices
      .filter((slice) => isUnverified(survey, slice))
      .map((slice) => {
        const where =
          countOpenKinks(survey, slice) > 0
            ? "lies at kinks where no gradient can be told right from wrong"
            : "has a gradient below the noise of the output";
        return message(slice.name, `${where}: nothing was verified there`);
      }),
  ];
}

/** What a correct gradient would show for its error bars alone, over the entries whose values are finite. */
function noiseRatioOf({ numeric, analytic, error }: ReturnType<typeof judgedValues>): number {
  const isKnown = (i: number) =>
    Number.isFinite(numeric[i]) && Number.isFinite(analytic[i]) && Number.isFinite(error[i]);
  const finite = numeric.map((_, i) => i).filter(isKnown);
  if (finite.length === 0 && numeric.length > 0) return Number.NaN;
  const normOf = (column: readonly number[]) => norm(finite.map((i) => column[i]));
  const size = normOf(numeric) + normOf(analytic);
  return size === 0 ? 0 : normOf(error) / size;
}

const isInput = ({ name }: Slice) => name === "input" || name.startsWith("input.");

/** Inputs first: in θ parameters whose names are numbers come before them. */
const inOrder = (slices: readonly Slice[]) => [
  ...slices.filter(isInput),
  ...slices.filter((slice) => !isInput(slice)),
];

export function assemble(subject: Subject, settings: Settings, results: Results): GradcheckReport {
  const { survey, threshold, time, evaluations, milliseconds } = results;
  const slices = inOrder(results.slices);
  const judged = slices.map((slice) => judgedValues(survey, slice));
  const tensors = slices.map((slice, k) => reportTensor(survey, slice, threshold.of(slice), judged[k]));
  const all = {
    analytic: judged.flatMap(({ analytic }) => analytic),
    numeric: judged.flatMap(({ numeric }) => numeric),
    error: judged.flatMap(({ error }) => error),
  };
  const findings = [...results.findings, ...degenerate(survey, slices)];
  const counts = addCounts(tensors.map(({ counts }) => counts));
  const openKinks = slices.reduce((sum, slice) => sum + countOpenKinks(survey, slice), 0);
  const verdict = decide(tensors, findings, survey, slices);
  return {
    version: 1,
    checker,
    time,
    subject: subject.name,
    verb: subject.call.verb,
    verdict,
    passed: verdict === "pass",
    ratio: ratioOf(all.numeric, all.analytic),
    noiseRatio: noiseRatioOf(all),
    threshold: threshold.standard,
    seed: settings.seed,
    ...(subject.drawn !== undefined && subject.drawn.length > 0 && { drawn: [...subject.drawn] }),
    ...(subject.surrogate && { surrogates: [...subject.surrogate.names] }),
    method: settings.method,
    evaluations,
    milliseconds,
    replay: replayOf(subject.call, settings),
    counts,
    unverified: counts.unmeasurable + openKinks,
    tensors,
    findings,
    curves: [],
  };
}
