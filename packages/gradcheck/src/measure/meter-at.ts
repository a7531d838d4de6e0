// A meter for slopes around θ as it stands, with the noise of the output there.
import { copy, type Rng, type Tensor, tensor } from "@nudge/core";
import type { BentLine, DirectionLine } from "../sandbox/line.ts";
import type { Observation } from "../sandbox/observe.ts";
import type { Evaluator, Sandbox } from "../sandbox/sandbox.ts";
import { unlessThrown } from "../sandbox/subject-error.ts";
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
  readonly upstream: Tensor;
  readonly gradients: Pick<Observation["gradients"], "none">;
}

interface MeterOptions {
  readonly training?: boolean;
  /** Noise to go by, instead of measuring it. */
  readonly noise?: NoisePair | undefined;
  /** Noise of another point near this one: there is as much here, though it may not show. */
  readonly least?: NoisePair | undefined;
}

const larger = (one: Noise, other: Noise | undefined): Noise => ({
  ...one,
  sigma: one.sigma.map((sigma, i) => Math.max(sigma, other?.sigma[i] ?? 0)),
});

/** A meter around θ as it stands now. */
export function meterAt(
  { sandbox, upstream, gradients: { none } }: Measurable,
  stream: Rng,
  given: MeterOptions = {},
): Meter {
  const { theta, slices } = sandbox;
  const evaluator: Evaluator = { theta, evaluate: (into) => sandbox.evaluate(into, given.training) };
  const weights = Float64Array.from(copy(upstream).data);
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
    const wide = widen(evaluator, line(), center, noise);
    return { noise: larger(wide, given.least?.noise), near: larger(near, given.least?.near) };
  };
  const { noise, near } = given.noise ?? measure();
  const measureCoarse = () => ({
    sigma: noiseAt(coarseOffset).sigma,
    peaks: measurePeaks(evaluator, direction().direction.map(Math.abs), center.length, own),
  });
  const backprop = (other: Float64Array) =>
    unlessThrown(() => sandbox.differentiate(tensor(other, [...upstream.shape]), given.training))?.gradients
      .values;
  return new Meter(evaluator, weights, center, noise, near, measureCoarse, edges, backprop);
}
