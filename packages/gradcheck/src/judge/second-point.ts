// A gradient that is right where it was checked may be wrong elsewhere, or in the other mode: one direction for each
// tensor at another point, and at the same point in the other mode, shows whether it is.
import type { Rng, Slice } from "@nudge/core";
import { tensorDirection } from "../measure/direction.ts";
import { isKinked } from "../measure/estimate.ts";
import { jitter } from "../measure/jitter.ts";
import { meterAt, type NoisePair } from "../measure/meter-at.ts";
import { relativeStep } from "../measure/step.ts";
import type { Gradients } from "../sandbox/gradients.ts";
import type { Observation } from "../sandbox/observe.ts";
import { unlessThrown } from "../sandbox/subject-error.ts";
import { relativeDistance, sameBits } from "../words/distance.ts";
import { failure, note } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";
import { Claim } from "./claim.ts";
import { investigate } from "./investigate.ts";

/** A look at the gradients at another point or in another mode. */
export interface SecondLook {
  /** The noise at the given point. */
  readonly noise: NoisePair;
  /** The tensors that were found right. */
  readonly slices: readonly Slice[];
  readonly threshold: number;
  readonly training: boolean;
  readonly stream: Rng;
}

interface WrongElsewhere {
  readonly wrong: readonly Slice[];
  readonly gradients?: Gradients;
}

/** The tensors of `slices` whose gradient is wrong along a random direction at θ as it stands; none where it fails. */
function wrongTensors(seen: Observation, look: SecondLook): WrongElsewhere {
  const { sandbox, upstream, output, weights } = seen;
  const { slices, threshold, training, stream, noise } = look;
  const passes = unlessThrown(() => sandbox.differentiate(upstream, training));
  if (passes === undefined) return { wrong: [] };
  const { gradients } = passes;
  const values = Float64Array.from(passes.output.data);
  if (values.length !== output.length || !values.every(Number.isFinite)) return { wrong: [] };
  // A mode that changes nothing needs no second look.
  if (sameBits(values, output) && sameBits(gradients.values, seen.gradients.values)) return { wrong: [] };

  const measurable = { sandbox, weights, gradients };
  // The noise of the given point is near enough to clear a tensor; to accuse one, that of this point is measured.
  const quick = meterAt(measurable, stream, { training, noise });
  const isFar = (slice: Slice) => {
    const g = gradients.values.subarray(slice.offset, slice.offset + slice.length);
    const line = tensorDirection(quick.theta, slice, stream);
    let along = 0;
    let squares = 0;
    for (let i = 0; i < g.length; i++) {
      const term = g[i] * line.direction[i];
      along += term;
      squares += term ** 2;
    }
    if (!Number.isFinite(along)) return false;
    const floor = 4 * threshold * Math.sqrt(squares);
    const first = quick.level(line, relativeStep);
    if (Math.abs(first.slope - along) <= floor + first.noise) return false;
    const meter = meterAt(measurable, stream, { training });
    const level = meter.level(line, relativeStep);
    // Along a direction through a kink there is no one slope to compare with.
    if (isKinked(level, meter.level(line, relativeStep / 4))) return false;
    return investigate(meter, line, new Claim(along, threshold, floor), level).verdict === "wrong";
  };
  // Values on a grid can mislead along one direction.
  return { wrong: slices.filter((slice) => isFar(slice) && isFar(slice)), gradients };
}

const list = (slices: readonly Slice[]) => slices.map(({ name }) => name).join(", ");

/** Right at the given point, wrong at another one. */
export function judgeSecondPoint(seen: Observation, look: SecondLook): Finding[] {
  const { sandbox, gradients } = seen;
  const given = sandbox.theta.values.slice();
  const moving = sandbox.slices.filter(({ name }) => !gradients.none.has(name));
  const there = jitter(given, moving, look.stream);
  const { wrong, gradients: elsewhere } = sandbox.theta.at(there, () => wrongTensors(seen, look));
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
  const { wrong } = wrongTensors(seen, other);
  if (wrong.length === 0) return [];
  const mode = other.training ? "training" : "evaluation";
  return [
    failure("second-point", `right in the mode that was checked, wrong in ${mode} mode: ${list(wrong)}`, {
      tensor: wrong[0].name,
    }),
  ];
}
