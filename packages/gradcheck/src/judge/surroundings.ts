// What there is around a point with kinks: how far its entries are moved, and what the subject says there.
import type { Rng, Slice } from "@nudge/core";
import type { Meter } from "../measure/meter.ts";
import { rootMeanSquare, scaleOf } from "../measure/step.ts";
import type { Observation } from "../sandbox/observe.ts";
import { unlessThrown } from "../sandbox/subject-error.ts";

export interface Surroundings {
  /** The scale of each entry of θ that has a slope; 0 for the others. */
  readonly scales: Float64Array;
  /** The tensors that have a slope. */
  readonly slices: readonly Slice[];
  /** Where random points are drawn from. */
  readonly stream: Rng;
  /** The gradient by backprop at θ as it stands; undefined where the subject throws. */
  readonly gradientHere: () => Float64Array | undefined;
}

export function surroundingsOf(
  { sandbox, gradients, upstream }: Observation,
  { theta }: Meter,
  stream: Rng,
): Surroundings {
  const slices = sandbox.slices.filter(({ name }) => !gradients.none.has(name));
  const scales = new Float64Array(theta.length);
  for (const { offset, length } of slices) {
    const rms = rootMeanSquare(theta.slice(offset, offset + length));
    for (let i = offset; i < offset + length; i++) scales[i] = scaleOf(theta[i], rms);
  }
  const gradientHere = () => unlessThrown(() => sandbox.differentiate(upstream).gradients.values);
  return { scales, slices, stream, gradientHere };
}
