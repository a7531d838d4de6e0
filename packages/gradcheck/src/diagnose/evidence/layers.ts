// The layers of a sequence, each checked alone: from the last to the first, at the input that reaches it and with the
// right upstream gradient, so that a mistake in one layer is not taken for one in a layer before it.
import { copy, type Input, type Pass, rng, type Slice, type Tensor } from "@nudge/core";
import { leavesOf, mapTree, type Tree, viewsInto } from "@nudge/core/internal";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { SubjectError } from "../../sandbox/subject-error.ts";
import { flattened } from "../../subject/form.ts";
import { type IsolatedLayer, isolatedLayersOf } from "../../subject/isolated-layers.ts";
import type { Subject } from "../../subject/subject.ts";
import { valueFor } from "../../words/by-name.ts";
import { isTraining, type SettledSettings } from "../../words/settings.ts";
import { type Evidence, type TensorEvidence, tensorEvidence } from "./evidence.ts";
import { gatherEvidence, type SurveyedSubject } from "./gather.ts";
import { surveyAlone } from "./survey-alone.ts";

export interface LayerEvidence {
  readonly isolated: IsolatedLayer;
  /** Its number in the sequence. */
  readonly index: number;
  readonly sandbox: Sandbox;
  /** On its inputs and parameters, of the layer run alone. */
  readonly evidence: readonly Evidence[];
  /** What its backward gives for the right upstream gradient, by the names in the sequence. */
  readonly gradients: ReadonlyMap<string, Float64Array>;
  /** The name that one of its tensors has in the sequence; none for the input of any layer but the first. */
  outerName(tensor: { name: string }): string | undefined;
}

export type Layers = readonly LayerEvidence[];

/** An input of more entries is not measured. */
const mostEntries = 20_000;

/** Whether a tensor of a layer is its input; the one of the loss is the prediction. */
export const isInput = ({ name }: { name: string }) => /^(input|prediction)(\.|$)/.test(name);

const naming =
  ({ path }: IsolatedLayer, index: number) =>
  (tensor: { name: string }) => {
    if (isInput(tensor)) return index === 0 ? tensor.name : undefined;
    return path === "" ? tensor.name : `${path}.${tensor.name}`;
  };

/** Runs the sequence forward; what it throws is an exception of the subject. */
function isolateLayers(
  { sequence }: Subject,
  tensors: Tree<Tensor>,
  pass: Pass,
): readonly IsolatedLayer[] | undefined {
  try {
    return sequence && isolatedLayersOf(sequence, tensors, pass);
  } catch (error) {
    throw new SubjectError("forward", error);
  }
}

/** The settings under the names that tensors have in a layer alone. */
function declaredInside(
  { threshold: { standard, of }, bounds, ...settings }: SettledSettings,
  { tensors }: Subject,
  outerName: LayerEvidence["outerName"],
): SettledSettings {
  const own = leavesOf(tensors).flatMap(([name]) => {
    const outer = outerName({ name });
    const interval = outer === undefined ? undefined : valueFor(bounds, outer);
    return interval === undefined ? [] : [[name, interval] as const];
  });
  return {
    ...settings,
    bounds: Object.fromEntries(own),
    threshold: {
      standard,
      of(tensor) {
        const name = outerName(tensor);
        return name === undefined ? standard : of({ name });
      },
    },
  };
}

/** The layer with an upstream gradient of its output; undefined where its gradients cannot be read. */
function measureLayer(
  isolated: IsolatedLayer,
  index: number,
  upstream: Tensor,
  known: ReadonlyMap<string, TensorEvidence>,
  { settings, sandbox: { handling } }: SurveyedSubject,
): { layer: LayerEvidence; inputGradient: Tensor } | undefined {
  const subject = { ...isolated.subject(upstream), upstream };
  const outerName = naming(isolated, index);
  const wanted = (slice: Slice) => {
    const outer = outerName(slice);
    if (outer !== undefined) return known.get(outer) ?? false;
    return slice.length <= mostEntries;
  };
  const opened = surveyAlone(subject, {
    settings: declaredInside(settings, subject, outerName),
    handling,
    wanted,
  });
  if (opened === undefined) return undefined;
  const {
    surveyed,
    gradients: { values: given, none },
  } = opened;
  const { sandbox, survey } = surveyed;
  const gradients = new Map<string, Float64Array>();
  const right = given.slice();
  for (const slice of sandbox.slices) {
    const outer = outerName(slice);
    const { offset, length } = slice;
    if (outer !== undefined) gradients.set(outer, given.slice(offset, offset + length));
    if (!isInput(slice)) continue;
    // Nothing comes back to an output that is whole numbers to this layer.
    if (none.has(slice.name)) right.fill(0, offset, offset + length);
    for (let k = offset; k < offset + length; k++)
      if (survey.verdict[k] === "wrong" && Number.isFinite(survey.numeric[k])) right[k] = survey.numeric[k];
  }
  const { input, prediction } = viewsInto(right, subject.tensors) as { input?: Input; prediction?: Input };
  return {
    layer: { isolated, index, sandbox, evidence: gatherEvidence(surveyed), gradients, outerName },
    inputGradient: flattened((input ?? prediction) as Input),
  };
}

/** Undefined where the subject is no sequence, or where the gradients of a layer cannot be read. */
export function measureLayers(surveyed: SurveyedSubject): Layers | undefined {
  const { subject, settings, sandbox, survey, slices } = surveyed;
  const pass = { training: isTraining(settings.modes), rng: rng(settings.seed) };
  const layers = isolateLayers(subject, mapTree(sandbox.tensors, copy), pass);
  if (layers === undefined) return undefined;
  sandbox.evaluations++;
  const known = new Map(
    slices.map((slice) => [slice.name, tensorEvidence(sandbox.theta.values, survey, slice)]),
  );
  const found: LayerEvidence[] = [];
  let dy = surveyed.upstream;
  for (let index = layers.length - 1; index >= 0; index--) {
    const measured = measureLayer(layers[index], index, dy, known, surveyed);
    if (measured === undefined) return undefined;
    found.unshift(measured.layer);
    if (index > 0) dy = copy(measured.inputGradient);
  }
  return found;
}
