// The layers of a sequence, each checked alone: from the last to the first, at the input that reaches it and with the
// right upstream gradient, so that a mistake in one layer is not taken for one in a layer before it.
import { copy, type Pass, rng, type Slice, type Tensor } from "@nudge/core";
import { mapTree, type Tree, viewsInto } from "@nudge/core/internal";
import type { Sandbox } from "../../sandbox/sandbox.ts";
import { SubjectError } from "../../sandbox/subject-error.ts";
import type { Link } from "../../subject/chain.ts";
import type { Subject } from "../../subject/subject.ts";
import { type Evidence, tensorEvidence } from "./evidence.ts";
import { gatherEvidence, type Laboratory } from "./laboratory.ts";
import { openLaboratory } from "./open-laboratory.ts";

export interface LayerEvidence {
  readonly link: Link;
  /** Its number in the sequence. */
  readonly index: number;
  readonly sandbox: Sandbox;
  /** On its inputs and parameters, alone. */
  readonly evidence: readonly Evidence[];
  /** Its own gradients, in the places of θ that its parameters have, given the right upstream gradient. */
  readonly gradients: ReadonlyMap<string, Float64Array>;
  /** The name that one of its tensors has in the sequence; none for the input of any layer but the first. */
  outerName(tensor: { name: string }): string | undefined;
}

export type Layers = readonly LayerEvidence[];

/** An input of more entries is not measured. */
const mostEntries = 20_000;

/** Whether a tensor of a layer is its input; the one of the loss is the prediction. */
export const isInput = ({ name }: { name: string }) =>
  name === "input" || name === "prediction" || name.startsWith("input.");

const naming =
  ({ path }: Link, index: number) =>
  (tensor: { name: string }) => {
    if (isInput(tensor)) return index === 0 ? tensor.name : undefined;
    return path === "" ? tensor.name : `${path}.${tensor.name}`;
  };

/** Runs the sequence forward; what it throws is an exception of the subject. */
function openLinks({ chain }: Subject, tensors: Tree<Tensor>, pass: Pass): readonly Link[] {
  try {
    return chain?.(tensors, pass) ?? [];
  } catch (error) {
    throw new SubjectError("forward", error);
  }
}

export function measureLayers({
  subject,
  settings,
  sandbox,
  upstream,
  survey,
  slices,
}: Laboratory): Layers | undefined {
  if (subject.chain === undefined) return undefined;
  const pass = { training: settings.training, rng: rng(settings.seed) };
  const links = openLinks(subject, mapTree(sandbox.tensors, copy), pass);
  sandbox.evaluations++;
  const known = new Map(
    slices.map((slice) => [slice.name, tensorEvidence(sandbox.theta.values, survey, slice)]),
  );
  const found: LayerEvidence[] = [];
  let dy: Tensor = upstream;
  for (let index = links.length - 1; index >= 0; index--) {
    const link = links[index];
    const part = { ...link.subject(dy), upstream: dy };
    const outerName = naming(link, index);
    const wanted = (slice: Slice) => {
      const outer = outerName(slice);
      if (outer !== undefined) return known.get(outer) ?? false;
      return slice.length <= mostEntries;
    };
    const opened = openLaboratory(part, { settings, modes: sandbox.modes, wanted });
    if (opened === undefined) return undefined;
    const { lab, gradients } = opened;
    const own = new Map<string, Float64Array>();
    const right = gradients.slice();
    for (const slice of lab.sandbox.slices) {
      const outer = outerName(slice);
      const { offset, length } = slice;
      if (outer !== undefined) own.set(outer, gradients.slice(offset, offset + length));
      if (!isInput(slice)) continue;
      for (let k = offset; k < offset + length; k++)
        if (lab.survey.verdict[k] === "wrong" && Number.isFinite(lab.survey.numeric[k]))
          right[k] = lab.survey.numeric[k];
    }
    found.unshift({
      link,
      index,
      sandbox: lab.sandbox,
      evidence: gatherEvidence(lab),
      gradients: own,
      outerName,
    });
    const inputs = viewsInto(right, part.tensors) as { input?: Tensor; prediction?: Tensor };
    if (index > 0) dy = copy((inputs.input ?? inputs.prediction) as Tensor);
  }
  return found;
}
