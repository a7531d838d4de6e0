// Everything that a finished survey leaves to go on with: the subject, its sandbox, and what was measured of it.
import { copy, rng, type Slice, type Tensor } from "@nudge/core";
import type { Survey } from "../../judge/survey.ts";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { unlessThrown } from "../../sandbox/subject-error.ts";
import type { Subject } from "../../subject/subject.ts";
import type { Settings } from "../../words/settings.ts";
import { findBorder } from "./border.ts";
import { type Evidence, type TensorEvidence, tensorEvidence } from "./evidence.ts";
import { measureFreshPoint } from "./fresh-point.ts";
import { type Layers, measureLayers } from "./layers.ts";
import { measureUses } from "./uses.ts";
import { measureContributions, measureWiring } from "./wiring.ts";

export interface Laboratory {
  readonly subject: Subject;
  readonly settings: Settings;
  readonly sandbox: Sandbox;
  readonly upstream: Tensor;
  readonly output: Tensor;
  readonly survey: Survey;
  /** The tensors that were surveyed. */
  readonly slices: readonly Slice[];
}

/** A value that is made when it is first asked for; undefined where the subject throws on the way. */
function once<T>(make: () => T | undefined): () => T | undefined {
  let made: { value: T | undefined } | undefined;
  return () => {
    made ??= { value: unlessThrown(make) };
    return made.value;
  };
}

/** The evidence on each tensor. */
export function gatherEvidence(lab: Laboratory): Evidence[] {
  const { subject, settings, sandbox, survey, slices, output, upstream } = lab;
  const weights = Float64Array.from(copy(upstream).data);
  const tensors = slices.map((slice) => tensorEvidence(sandbox.theta.values, survey, slice));
  const layers = once<Layers>(() => measureLayers(lab));
  return slices.map((slice, t) => {
    const tensor = tensors[t];
    const contributions = once(() => measureContributions(sandbox, slice, tensor, output, weights));
    const fresh = new Map<number, () => TensorEvidence | undefined>();
    const measureFresh = (k: number) => () => {
      const stream = rng(settings.seed + k + 1).fork();
      return measureFreshPoint(sandbox, slice, upstream, settings.threshold, stream);
    };
    return {
      tensor,
      tensors,
      subject: subject.name,
      output,
      upstream: weights,
      contributions,
      wiring: once(() => measureWiring(sandbox, slice, tensor, contributions())),
      uses: once(() => {
        const { uses, evaluations } = measureUses(lab, slice, tensor, weights);
        sandbox.evaluations += evaluations;
        return uses;
      }),
      elsewhere(k: number) {
        if (!fresh.has(k)) fresh.set(k, once(measureFresh(k)));
        return fresh.get(k)?.();
      },
      border: (k, right, wrong) => once(() => findBorder(sandbox, slice, upstream, k, right, wrong))(),
      layers,
    };
  });
}
