// A gradient that is right where it was checked may be wrong elsewhere, or in the other mode: one direction for each
// tensor at another point, and at the same point in the other mode, shows whether it is.
import { copy, type Rng, type Slice } from "@nudge/core";
import { tensorDirection } from "../measure/calibrate.ts";
import { isKinked } from "../measure/estimate.ts";
import { jitter } from "../measure/jitter.ts";
import { meterAt, type NoisePair } from "../measure/point.ts";
import { relativeStep } from "../measure/step.ts";
import { failure, note, type ProbeContext, relativeDistance, sameBits } from "../probes/context.ts";
import { type Gradients, readGradients } from "../sandbox/gradients.ts";
import { SubjectError } from "../sandbox/sandbox.ts";
import type { Finding } from "../words/report.ts";
import { investigate } from "./investigate.ts";

export interface PlaceOptions {
  /** The noise at the given point. */
  readonly noise: NoisePair;
  readonly slices: readonly Slice[];
  readonly threshold: number;
  readonly training: boolean;
  readonly stream: Rng;
}

/** The tensors of `slices` whose gradient is wrong along a random direction at θ as it stands; none where it fails. */
function wrongTensors(
  context: ProbeContext,
  { slices, threshold, training, stream, noise }: PlaceOptions,
): {
  wrong: Slice[];
  gradients?: Gradients;
} {
  const { sandbox, upstream, output } = context;
  let gradients: Gradients;
  try {
    const [y, cache] = sandbox.forward(training);
    const values = Float64Array.from(copy(y).data);
    if (values.length !== output.length || !values.every(Number.isFinite)) return { wrong: [] };
    gradients = readGradients(sandbox.backward(copy(upstream), cache), sandbox.tensors);
    // A mode that changes nothing needs no second look.
    if (sameBits(values, output) && sameBits(gradients.values, context.gradients.values))
      return { wrong: [] };
  } catch (error) {
    if (error instanceof SubjectError) return { wrong: [] };
    throw error;
  }
  const { values, none } = gradients;
  const weights = Float64Array.from(copy(upstream).data);
  // The noise of the given point is near enough to clear a tensor; to accuse one, that of this point is measured.
  const quick = meterAt(sandbox, weights, none, stream, { training, noise });
  const isFar = (slice: Slice) => {
    const g = values.subarray(slice.offset, slice.offset + slice.length);
    const line = tensorDirection(sandbox.theta, slice, stream);
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
    const meter = meterAt(sandbox, weights, none, stream, { training });
    const level = meter.level(line, relativeStep);
    // Along a direction through a kink there is no one slope to compare with.
    if (isKinked(level, meter.level(line, relativeStep / 4))) return false;
    return investigate(meter, line, along, threshold, level, floor).verdict === "wrong";
  };
  // Values on a grid can mislead along one direction.
  const wrong = slices.filter((slice) => isFar(slice) && isFar(slice));
  return { wrong, gradients };
}

const list = (slices: readonly Slice[]) => slices.map(({ name }) => name).join(", ");

/** Right at the given point, wrong at another one. */
export function probeSecondPoint(context: ProbeContext, options: PlaceOptions): Finding[] {
  const { sandbox, gradients } = context;
  const origin = sandbox.theta.slice();
  const moving = sandbox.slices.filter(({ name }) => !gradients.none.has(name));
  sandbox.theta.set(jitter(origin, moving, options.stream));
  const { wrong, gradients: there } = wrongTensors(context, options);
  sandbox.theta.set(origin);
  if (wrong.length === 0 || there === undefined) return [];

  const [{ name }] = wrong;
  if (relativeDistance(there.values, gradients.values) < 1e-12)
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
    const values = origin.subarray(slice.offset, slice.offset + slice.length);
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
export function probeOtherMode(context: ProbeContext, options: PlaceOptions): Finding[] {
  const other = { ...options, training: !options.training };
  const { wrong } = wrongTensors(context, other);
  if (wrong.length === 0) return [];
  const mode = other.training ? "training" : "evaluation";
  return [
    failure("second-point", `right in the mode that was checked, wrong in ${mode} mode: ${list(wrong)}`, {
      tensor: wrong[0].name,
    }),
  ];
}
