// A gradient that is right where it was checked may be wrong elsewhere, or in the other mode.
import type { Slice } from "@nudge/core";
import type { Edges } from "../measure/edges.ts";
import type { Observation } from "../sandbox/observe.ts";
import { relativeDistance, sameBits } from "../words/distance.ts";
import { failure } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";
import { drawInside, noteOutside } from "./inside.ts";
import {
  finitePasses,
  list,
  noteConstant,
  type Passes,
  type SecondLook,
  sayWrong,
  wrongTensors,
} from "./second-look.ts";

/** The tensors whose gradient is wrong at θ as it stands, in the mode of the look. */
function wrongHere(
  { sandbox, upstream, ...given }: Observation,
  look: SecondLook,
  { output, gradients }: Passes,
): readonly Slice[] {
  // What changes nothing needs no second look.
  const isSame = sameBits(Float64Array.from(output.data), given.output);
  if (isSame && sameBits(gradients.values, given.gradients.values)) return [];
  return wrongTensors({ sandbox, upstream, gradients }, look);
}

/** Right at the given point, wrong at another one. */
export function judgeSecondPoint(seen: Observation, look: SecondLook, edges: () => Edges): Finding[] {
  const { sandbox, gradients } = seen;
  const given = sandbox.theta.values.slice();
  const moving = sandbox.slices.filter(({ name }) => !gradients.none.has(name));
  const drawn = drawInside(seen, moving, edges, look.stream);
  if (drawn === undefined) return noteOutside(1);
  const { point, passes } = drawn;
  const wrong = sandbox.theta.at(point, () => wrongHere(seen, look, passes));
  if (wrong.length === 0) return [];

  const [{ name }] = wrong;
  if (relativeDistance(passes.gradients.values, gradients.values) < 1e-12)
    return [
      failure(
        "stale",
        `the gradients stay the same when the weights change (${list(wrong)}): backward works with the cache of an earlier forward pass`,
        { tensor: name },
      ),
    ];
  const constants = moving
    .filter((slice) => seen.checked.includes(slice))
    .flatMap(({ name, offset, length }) =>
      noteConstant(name, given.subarray(offset, offset + length), { tensor: name }),
    );
  return [...sayWrong(look, wrong, "at the given point", "at another one near it"), ...constants];
}

/** Right in training mode, wrong in evaluation mode. */
export function judgeEvaluation(seen: Observation, look: SecondLook): Finding[] {
  const passes = finitePasses(seen.sandbox, seen.upstream, false);
  const same = passes?.output.size === seen.output.length;
  const wrong = same ? wrongHere(seen, { ...look, training: false }, passes) : [];
  return sayWrong(look, wrong, "in training mode", "in evaluation mode");
}
