// Whether gradients are right where no entry is measured: one direction for each tensor shows it.
import type { Rng, Slice, Tensor } from "@nudge/core";
import { upwardDirection } from "../measure/direction.ts";
import { isKinked } from "../measure/estimate.ts";
import { type Measurable, meterAt, type NoisePair } from "../measure/meter-at.ts";
import { relativeStep } from "../measure/step.ts";
import type { Gradients } from "../sandbox/gradients.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { unlessThrown } from "../sandbox/subject-error.ts";
import { Claim } from "./claim.ts";
import { investigate } from "./investigate.ts";

/** A look at the gradients at another point, in another mode, or by another upstream gradient. */
export interface SecondLook {
  /** The noise at the given point, where it is known. */
  readonly noise?: NoisePair | undefined;
  /** The tensors that were found right. */
  readonly slices: readonly Slice[];
  readonly threshold: number;
  readonly training: boolean;
  readonly stream: Rng;
}

/** What both passes give. */
export interface Passes {
  readonly output: Tensor;
  readonly gradients: Gradients;
}

/** Both passes at θ as it stands; undefined where they throw, or the output is not finite. */
export function finitePasses(sandbox: Sandbox, upstream: Tensor, training: boolean): Passes | undefined {
  const passes = unlessThrown(() => sandbox.differentiate(upstream, training));
  return passes?.output.data.every(Number.isFinite) ? passes : undefined;
}

/** The tensors of `slices` whose gradient is wrong along a direction at θ as it stands. */
export function wrongTensors(
  measurable: Measurable & { readonly gradients: Gradients },
  { slices, threshold, training, stream, noise }: SecondLook,
): Slice[] {
  const { values } = measurable.gradients;
  // The noise of the given point is near enough to clear a tensor; to accuse one, that of this point is measured.
  const quick = meterAt(measurable, stream, { training, ...(noise && { noise }) });
  const isFar = (slice: Slice) => {
    const g = values.subarray(slice.offset, slice.offset + slice.length);
    const line = upwardDirection(quick.theta, [slice], values, stream);
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
  return slices.filter((slice) => isFar(slice) && isFar(slice));
}
