// A point to measure around: the output there, and a meter for slopes from it.
import type { Rng } from "@nudge/core";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { signsOf } from "./bits.ts";
import { DirectionLine } from "./line.ts";
import { coarseOffset, Meter } from "./meter.ts";
import { measureNoise, type Noise } from "./noise.ts";
import { measureReach } from "./reach.ts";
import { powerOfTwo, relativeStep, rootMeanSquare } from "./step.ts";

/** All of θ at once, each entry by its own size where it has one, in random signs; `fixed` tensors stay. */
function wholeDirection(
  { theta, slices }: Sandbox,
  base: Float64Array,
  fixed: ReadonlySet<string>,
  stream: Rng,
): DirectionLine {
  const sign = signsOf(stream);
  const direction = new Float64Array(base.length);
  for (const { name, offset, length } of slices) {
    if (fixed.has(name)) continue;
    const rms = rootMeanSquare(base.subarray(offset, offset + length));
    for (let i = offset; i < offset + length; i++)
      direction[i] = powerOfTwo(Math.abs(base[i]) || rms) * sign();
  }
  return new DirectionLine(theta, 0, direction, base);
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
  const base = sandbox.theta.slice();
  let drawn: DirectionLine | undefined;
  const line = () => {
    drawn ??= wholeDirection(sandbox, base, fixed, own);
    return drawn;
  };
  const noiseAt = (offset: number, base?: Noise) =>
    measureNoise(evaluate, line(), center.length, offset, base);
  const noise = given.noise?.noise ?? noiseAt(0);
  const near = given.noise?.near ?? noiseAt(relativeStep, noise);
  return new Meter(evaluate, weights, center, noise, near, () => ({
    sigma: noiseAt(coarseOffset).sigma,
    reach: measureReach(evaluate, sandbox.theta, line().direction.map(Math.abs), center.length, own),
  }));
}
