// A meter for slopes around θ as it stands, with the noise of the output there.
import type { Rng } from "@nudge/core";
import type { BentLine, DirectionLine } from "../sandbox/line.ts";
import type { Observation } from "../sandbox/observe.ts";
import type { Evaluator, Sandbox } from "../sandbox/sandbox.ts";
import { countLost } from "../words/finite.ts";
import { wholeDirection } from "./direction.ts";
import { bentAtEdges, type Edges, findEdges } from "./edges.ts";
import { coarseOffset, Meter } from "./meter.ts";
import { measureNoise, type Noise } from "./noise.ts";
import { measurePeaks } from "./peaks.ts";
import { relativeStep } from "./step.ts";
import { widen } from "./wide-noise.ts";

/** The noise at a point, and a step of the usual length away from it. */
export interface NoisePair {
  readonly noise: Noise;
  readonly near: Noise;
}

/** What slopes are measured of: a subject, the upstream gradient, and the tensors that have no slope. */
export interface Measurable {
  readonly sandbox: Sandbox;
  readonly weights: Float64Array;
  readonly gradients: Pick<Observation["gradients"], "none">;
}

/** A meter around θ as it stands now, with the noise measured here unless it is given. */
export function meterAt(
  { sandbox, weights, gradients: { none } }: Measurable,
  stream: Rng,
  given: { readonly training?: boolean; readonly noise?: NoisePair } = {},
): Meter {
  const { theta, slices } = sandbox;
  const evaluator: Evaluator = { theta, evaluate: (into) => sandbox.evaluate(into, given.training) };
  const center = new Float64Array(weights.length);
  evaluator.evaluate(center);
  const own = stream.fork();
  const here = theta.values.slice();
  let drawn: DirectionLine | undefined;
  const direction = () => {
    drawn ??= wholeDirection(here, slices, none, own);
    return drawn;
  };
  let found: Edges | undefined;
  const edges = () => {
    found ??= findEdges(evaluator, center, here, direction().direction);
    return found;
  };
  let bent: BentLine | undefined;
  const line = () => bent ?? direction();
  const noiseAt = (offset: number, base?: Noise) =>
    measureNoise(evaluator, line(), center.length, offset, base);
  const measurePair = () => {
    const noise = noiseAt(0);
    const near = noiseAt(relativeStep, noise);
    return { noise, near, lost: Math.max(noise.lost, near.lost) };
  };
  const measureInside = () => {
    const pair = measurePair();
    if (pair.lost <= countLost(center)) return pair;
    // Of a line that leaves the domain little is learned.
    bent = bentAtEdges(direction(), here, edges());
    return measurePair();
  };
  const measure = () => {
    const { noise, near } = measureInside();
    return { noise: widen(evaluator, line(), center, noise), near };
  };
  const { noise, near } = given.noise ?? measure();
  const measureCoarse = () => ({
    sigma: noiseAt(coarseOffset).sigma,
    peaks: measurePeaks(evaluator, direction().direction.map(Math.abs), center.length, own),
  });
  return new Meter(evaluator, weights, center, noise, near, measureCoarse, edges);
}
