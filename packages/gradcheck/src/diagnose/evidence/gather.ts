// The evidence on each tensor of a subject whose entries have been surveyed.
import { copy, rng, type Slice, type Tensor } from "@nudge/core";
import type { Survey } from "../../judge/survey.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { unlessThrown } from "../../sandbox/subject-error.ts";
import type { Subject } from "../../subject/subject.ts";
import type { SettledSettings } from "../../words/settings.ts";
import { findBorder } from "./border.ts";
import { type Evidence, type TensorEvidence, tensorEvidence } from "./evidence.ts";
import { measureFreshPoint } from "./fresh-point.ts";
import { measureNumericParts, measureParts } from "./parts.ts";
import { measureUses } from "./uses.ts";

export interface SurveyedSubject {
  readonly subject: Subject;
  readonly settings: SettledSettings;
  readonly sandbox: Sandbox;
  readonly upstream: Tensor;
  readonly output: Tensor;
  readonly survey: Survey;
  /** The tensors that were surveyed. */
  readonly slices: readonly Slice[];
}

/** Measures when it is first asked for, and never again; undefined where the subject throws on the way. */
function once<T>(measure: () => T | undefined): () => T | undefined {
  let measured: { value: T | undefined } | undefined;
  return () => {
    measured ??= { value: unlessThrown(measure) };
    return measured.value;
  };
}

/** The evidence on each tensor. */
export function gatherEvidence(surveyed: SurveyedSubject): Evidence[] {
  const { subject, settings, sandbox, survey, slices, output, upstream } = surveyed;
  const weights = Float64Array.from(copy(upstream).data);
  const tensors = slices.map((slice) => tensorEvidence(sandbox.theta.values, survey, slice));
  const all: Evidence[] = slices.map((slice, t) => {
    const tensor = tensors[t];
    const numericParts = once(() => measureNumericParts(sandbox, slice, tensor, output, weights));
    const fresh = new Map<number, () => TensorEvidence | undefined>();
    const measureFresh = (k: number) => () => {
      const stream = rng(settings.seed + k + 1).fork();
      return measureFreshPoint(sandbox, slice, upstream, settings.threshold, stream);
    };
    return {
      tensor,
      tensors,
      rates: subject.rates ?? [],
      hessian: subject.hessian,
      output,
      outputsByName: subject.outputs?.(),
      upstream: weights,
      numericParts,
      parts: once(() => measureParts(sandbox, slice, tensor, numericParts())),
      uses: once(() => {
        const { uses, evaluations } = measureUses(surveyed, slice, tensor, weights);
        sandbox.evaluations += evaluations;
        return uses;
      }),
      elsewhere(k: number) {
        if (!fresh.has(k)) fresh.set(k, once(measureFresh(k)));
        return fresh.get(k)?.();
      },
      border: (k, right, wrong) => unlessThrown(() => findBorder(sandbox, slice, upstream, k, right, wrong)),
      beside: (name: string) => all.find((one) => one.tensor.name === name),
    };
  });
  return all;
}
