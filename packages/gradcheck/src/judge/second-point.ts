// A gradient that is right where it was checked may be wrong elsewhere, or in the other mode.
import type { Slice } from "@nudge/core";
import type { Edges } from "../measure/edges.ts";
import type { Observation } from "../sandbox/observe.ts";
import { relativeDistance, sameBits } from "../words/distance.ts";
import { failure, note } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";
import { drawInside, noteOutside } from "./inside.ts";
import { finitePasses, type Passes, type SecondLook, wrongTensors } from "./second-look.ts";

const list = (slices: readonly Slice[]) => slices.map(({ name }) => name).join(", ");

/** The tensors whose gradient is wrong at θ as it stands, in the mode of the look. */
function wrongHere(
  { sandbox, weights, ...given }: Observation,
  look: SecondLook,
  { output, gradients }: Passes,
): readonly Slice[] {
  // What changes nothing needs no second look.
  const isSame = sameBits(Float64Array.from(output.data), given.output);
  if (isSame && sameBits(gradients.values, given.gradients.values)) return [];
  return wrongTensors({ sandbox, weights, gradients }, look);
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
  const findings = [
    failure("second-point", `right at the given point, wrong at another one near it: ${list(wrong)}`, {
      tensor: name,
    }),
  ];
  for (const slice of moving) {
    if (!seen.checked.includes(slice)) continue;
    const values = given.subarray(slice.offset, slice.offset + slice.length);
    if (values.length > 1 && values.every((x) => x === values[0]))
      findings.push(
        note(
          "special-point",
          `${slice.name} is ${values[0]} everywhere at the given point, which can hide a mistake`,
          { tensor: slice.name },
        ),
      );
  }
  return findings;
}

/** Right in the given mode, wrong in the other one. */
export function judgeOtherMode(seen: Observation, look: SecondLook): Finding[] {
  const other = { ...look, training: !look.training };
  const passes = finitePasses(seen.sandbox, seen.upstream, other.training);
  const wrong = passes?.output.size === seen.output.length ? wrongHere(seen, other, passes) : [];
  if (wrong.length === 0) return [];
  const mode = other.training ? "training" : "evaluation";
  return [
    failure("second-point", `right in the mode that was checked, wrong in ${mode} mode: ${list(wrong)}`, {
      tensor: wrong[0].name,
    }),
  ];
}
