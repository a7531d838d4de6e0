// A gradient that is right where it was checked may be wrong elsewhere, or in the other mode.
import type { Slice } from "@nudge/core";
import { jitter } from "../measure/jitter.ts";
import type { Gradients } from "../sandbox/gradients.ts";
import type { Observation } from "../sandbox/observe.ts";
import { relativeDistance, sameBits } from "../words/distance.ts";
import { failure, note } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";
import { finitePasses, type SecondLook, wrongTensors } from "./second-look.ts";

const list = (slices: readonly Slice[]) => slices.map(({ name }) => name).join(", ");

/** The tensors whose gradient is wrong at θ as it stands, in the mode of the look; none where the passes fail. */
function wrongHere(
  seen: Observation,
  look: SecondLook,
): { readonly wrong: readonly Slice[]; readonly gradients?: Gradients } {
  const { sandbox, weights, output } = seen;
  const passes = finitePasses(sandbox, seen.upstream, look.training);
  if (passes?.output.size !== output.length) return { wrong: [] };
  const { gradients } = passes;
  // What changes nothing needs no second look.
  const isSame = sameBits(Float64Array.from(passes.output.data), output);
  if (isSame && sameBits(gradients.values, seen.gradients.values)) return { wrong: [] };
  return { wrong: wrongTensors({ sandbox, weights, gradients }, look), gradients };
}

/** Right at the given point, wrong at another one. */
export function judgeSecondPoint(seen: Observation, look: SecondLook): Finding[] {
  const { sandbox, gradients } = seen;
  const given = sandbox.theta.values.slice();
  const moving = sandbox.slices.filter(({ name }) => !gradients.none.has(name));
  const there = jitter(given, moving, look.stream);
  const { wrong, gradients: elsewhere } = sandbox.theta.at(there, () => wrongHere(seen, look));
  if (wrong.length === 0 || elsewhere === undefined) return [];

  const [{ name }] = wrong;
  if (relativeDistance(elsewhere.values, gradients.values) < 1e-12)
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
  const { wrong } = wrongHere(seen, other);
  if (wrong.length === 0) return [];
  const mode = other.training ? "training" : "evaluation";
  return [
    failure("second-point", `right in the mode that was checked, wrong in ${mode} mode: ${list(wrong)}`, {
      tensor: wrong[0].name,
    }),
  ];
}
