// An upstream gradient can hide what backward does: one of ones is orthogonal to all that a norm or a softmax lets through.
// Where the given one left most of a tensor unseen, a drawn one is tried at the same point.
import { map, type Slice } from "@nudge/core";
import type { Observation } from "../sandbox/observe.ts";
import type { Subject } from "../subject/subject.ts";
import { drawUpstream } from "../subject/values.ts";
import { note } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";
import { finitePasses, noteConstant, type SecondLook, sayWrong, wrongTensors } from "./second-look.ts";
import { verifiedIn } from "./survey.ts";

/** Entries below this share of the largest one are what rounding leaves of a zero. */
const rounding = 2 ** -32;

/** Right with the given upstream gradient, wrong with another one. */
export function judgeSecondUpstream(
  { scalar, upstream: given }: Subject,
  { sandbox, upstream, weights }: Observation,
  look: SecondLook,
): Finding[] {
  // A loss has none, and for an output of one number all are multiples of each other.
  if (scalar || given === undefined || upstream.size === 1) return [];
  const isVerified = verifiedIn(look.survey);
  const unseen = ({ offset, length }: Slice) =>
    Array.from({ length }, (_, k) => offset + k).filter((i) => !isVerified(i));
  const hidden = look.slices.filter((slice) => 2 * unseen(slice).length > slice.length);
  if (hidden.length === 0) return [];

  const drawn = map(upstream, drawUpstream(look.stream));
  const passes = finitePasses(sandbox, drawn, look.training);
  if (passes?.output.size !== drawn.size) return [];
  const { gradients } = passes;
  const measurable = { sandbox, upstream: drawn, gradients };
  const wrong = wrongTensors(measurable, { ...look, slices: hidden });
  if (wrong.length > 0)
    return [
      ...sayWrong(look, wrong, "with the given upstream gradient", "with a drawn one"),
      ...noteConstant("upstream", weights),
    ];
  return hidden.flatMap((slice) => {
    const { name, offset, length } = slice;
    const sizes = gradients.values.map(Math.abs);
    const largest = sizes.subarray(offset, offset + length).reduce((most, size) => Math.max(most, size), 0);
    const shown = unseen(slice).filter((i) => sizes[i] > rounding * largest);
    if (shown.length === 0) return [];
    const message = `the given upstream gradient hides ${shown.length} of ${length} entries of ${name}: leave upstream out to check them`;
    return [note("degenerate", message, { tensor: name })];
  });
}
