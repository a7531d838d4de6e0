// The evidence on a tensor of a map, and what a hypothesis says of it, for the tests of hypotheses.
import { isTensor, ones, type Tensor, tensor } from "@nudge/core";
import type { Hypothesis } from "../src/diagnose/candidate.ts";
import type { Evidence } from "../src/diagnose/evidence/evidence.ts";
import { gatherEvidence } from "../src/diagnose/evidence/gather.ts";
import { surveyAlone } from "../src/diagnose/evidence/survey-alone.ts";
import { judge } from "../src/diagnose/judge.ts";
import { subjectOfMap } from "../src/subject/map.ts";
import { defaults, thresholdOf } from "../src/words/settings.ts";
import { linear, normal, type Subject } from "./fixtures.ts";

/** Surveys a map, with an upstream gradient drawn unless it is given. */
export function evidenceOf(map: Subject, name: string, upstream?: Tensor): Evidence {
  const own = subjectOfMap(map, {});
  const [output] = own.forward(own.tensors, { training: true, rng: undefined as never });
  if (!isTensor(output)) throw new Error("forward gives no tensor");
  const drawn = output.size === 1 ? ones([...output.shape]) : normal([...output.shape], 99);
  const subject = { ...own, upstream: upstream ?? drawn };
  const settings = { ...defaults, threshold: thresholdOf(undefined, "float64") };
  const opened = surveyAlone(subject, {
    settings,
    handling: { careful: false, recycling: false },
    wanted: () => true,
  });
  const found = opened && gatherEvidence(opened.surveyed).find(({ tensor }) => tensor.name === name);
  if (found === undefined) throw new Error(`no evidence on ${name}`);
  return found;
}

/** What a hypothesis says of a tensor of a map. */
export const judged = (hypothesis: Hypothesis, map: Subject, name: string) =>
  judge(hypothesis, evidenceOf(map, name));

/** The tensor whose entries are `value(...index)`, of one axis or two. */
export function valuesAt(shape: readonly number[], value: (i: number, j: number) => number): Tensor {
  const [rows, columns = 1] = shape;
  return tensor(
    Float64Array.from({ length: rows * columns }, (_, k) => value(Math.floor(k / columns), k % columns)),
    [...shape],
  );
}

/** y = x W + b      x: [4, 4]  W: [4, 4]  b: [4]  ->  y: [4, 4] */
export function squareLinear(): Subject {
  return { ...linear(), tensors: { x: normal([4, 4]), W: normal([4, 4], 2), b: normal([4], 3) } };
}
