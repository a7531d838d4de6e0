// A point to measure around: the output there, and a meter for slopes from it.
import type { Rng } from "@nudge/core";
import type { Sandbox } from "../subject/sandbox.ts";
import { bitsOf } from "./bits.ts";
import { DirectionLine } from "./line.ts";
import { coarseOffset, Meter } from "./meter.ts";
import { measureNoise, type Noise } from "./noise.ts";
import { measureReach } from "./reach.ts";
import { powerOfTwo, relativeStep, rootMeanSquare } from "./step.ts";

/** All of θ at once, each entry by its own size where it has one, in random signs; `fixed` tensors stay. */
function wholeDirection(sandbox: Sandbox, fixed: ReadonlySet<string>, stream: Rng): DirectionLine {
  const sign = bitsOf(stream, 1);
  const direction = new Float64Array(sandbox.theta.length);
  for (const { name, offset, length } of sandbox.slices) {
    if (fixed.has(name)) continue;
    const rms = rootMeanSquare(sandbox.theta.subarray(offset, offset + length));
    for (let i = offset; i < offset + length; i++)
      direction[i] = powerOfTwo(Math.abs(sandbox.theta[i]) || rms) * (sign() === 0 ? -1 : 1);
  }
  return new DirectionLine(sandbox.theta, 0, direction);
}

/** The noise at a point, and a step of the usual length away from it. */
export interface NoisePair {
  readonly noise: Noise;
  readonly near: Noise;
}

/** A meter around θ as it stands now, with the noise measured here unless it is given. */
export function meterAt(
  sandbox: Sandbox,
  weights: Float64Array,
  fixed: ReadonlySet<string>,
  stream: Rng,
  given: { training?: boolean; noise?: NoisePair } = {},
): Meter {
  const evaluate = (into: Float64Array) => sandbox.evaluate(into, given.training);
  const center = new Float64Array(weights.length);
  evaluate(center);
  const own = stream.fork();
  let drawn: DirectionLine | undefined;
  const line = () => {
    drawn ??= wholeDirection(sandbox, fixed, own);
    return drawn;
  };
  const noiseAt = (offset: number) => measureNoise(evaluate, line(), center.length, offset);
  const { noise, near } = given.noise ?? { noise: noiseAt(0), near: noiseAt(relativeStep) };
  return new Meter(evaluate, weights, center, noise, near, () => ({
    sigma: noiseAt(coarseOffset).sigma,
    reach: measureReach(evaluate, sandbox.theta, line().direction.map(Math.abs), center.length, own),
  }));
}
