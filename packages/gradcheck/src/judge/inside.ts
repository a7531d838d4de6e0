// Another point near the given one, at which the subject gives what it gives at that one: finite numbers.
import type { Rng, Slice } from "@nudge/core";
import type { Edges } from "../measure/edges.ts";
import { jitter } from "../measure/jitter.ts";
import type { Observation } from "../sandbox/observe.ts";
import { unlessThrown } from "../sandbox/subject-error.ts";
import { count } from "../words/describe.ts";
import { sameBits } from "../words/distance.ts";
import { note } from "../words/findings.ts";
import { countLost } from "../words/finite.ts";
import type { Finding } from "../words/report.ts";
import type { Passes } from "./second-look.ts";

/** More draws would help only where the domain is a small part of all that is near. */
const draws = 4;

/** Both passes at θ as it stands; undefined where they throw, or where a number is not finite that is so at the given point. */
function passesInside({ sandbox, upstream, output, gradients }: Observation): Passes | undefined {
  const passes = unlessThrown(() => sandbox.differentiate(upstream));
  if (passes === undefined || passes.output.size !== output.length) return undefined;
  const isLost = passes.gradients.values.some(
    (g, i) => !Number.isFinite(g) && Number.isFinite(gradients.values[i]),
  );
  return isLost || countLost(Float64Array.from(passes.output.data)) > countLost(output) ? undefined : passes;
}

/**
 * Draws a point near θ as it stands, until it is inside of the domain. Once a draw was not, entries at an edge move to the
 * side that is.
 */
export function drawInside(
  seen: Observation,
  slices: readonly Slice[],
  edges: () => Edges,
  stream: Rng,
): { readonly point: Float64Array; readonly passes: Passes } | undefined {
  const { theta, bounds } = seen.sandbox;
  const given = theta.values.slice();
  for (let draw = 0; draw < draws; draw++) {
    const point = bounds.inside(jitter(given, slices, stream), given);
    if (draw > 0) for (const [i, side] of edges()) point[i] = given[i] + side * Math.abs(point[i] - given[i]);
    // What cannot be moved at all has no points near it.
    if (draw > 0 && sameBits(point, given)) return undefined;
    const passes = theta.at(point, () => passesInside(seen));
    if (passes !== undefined) return { point, passes };
  }
  return undefined;
}

/** Says that points near the given one were wanted, and not found. */
export function noteOutside(points: number): Finding[] {
  if (points === 0) return [];
  const message = `${count(points, "point")} near the given one ${points === 1 ? "was" : "were"} to be tried, but no draw fell inside of the domain: whether the gradient is right elsewhere was not seen`;
  return [note("edge", message)];
}
