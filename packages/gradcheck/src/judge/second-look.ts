// Whether gradients are right where no entry is measured: one direction for each tensor shows it.
import type { Rng, Slice, Tensor } from "@nudge/core";
import { upwardDirection } from "../measure/direction.ts";
import { withoutEdges } from "../measure/edges.ts";
import { isKinked } from "../measure/estimate.ts";
import { isSingle } from "../measure/float32.ts";
import type { Level, Meter } from "../measure/meter.ts";
import { type Measurable, meterAt, type NoisePair } from "../measure/meter-at.ts";
import { relativeStep } from "../measure/step.ts";
import type { Gradients } from "../sandbox/gradients.ts";
import type { DirectionLine } from "../sandbox/line.ts";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { unlessThrown } from "../sandbox/subject-error.ts";
import { failure, note } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";
import type { Threshold } from "../words/settings.ts";
import { Claim } from "./claim.ts";
import { investigate } from "./investigate.ts";
import { countVerified, type Survey } from "./survey.ts";

/** A look at the gradients at another point, in another mode, or by another upstream gradient. */
export interface SecondLook {
  /** The noise at the given point, where it is known. */
  readonly noise?: NoisePair | undefined;
  /** What was found at the given point, and the tensors of which nothing was found wrong there. */
  readonly survey: Survey;
  readonly slices: readonly Slice[];
  readonly threshold: Threshold;
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

/** A direction through a tensor with its level; entries at an edge stay where a step along it would leave the domain. */
function upward(
  meter: Meter,
  slice: Slice,
  gradient: Float64Array,
  stream: Rng,
): { line: DirectionLine; first: Level } {
  const line = upwardDirection(meter.theta, [slice], gradient, stream);
  const first = meter.level(line, relativeStep);
  if (!Number.isNaN(first.slope)) return { line, first };
  const inside = withoutEdges(line, meter.theta, meter.edges());
  if (inside.direction.every((move) => move === 0)) return { line, first };
  return { line: inside, first: meter.level(inside, relativeStep) };
}

/** The tensors of `slices` whose gradient is wrong along a direction at θ as it stands. */
export function wrongTensors(
  measurable: Measurable & { readonly gradients: Gradients },
  { slices, threshold, training, stream, noise }: SecondLook,
): Slice[] {
  const { values } = measurable.gradients;
  // The noise of the given point is near enough to clear a tensor; to accuse one, that of this point is measured.
  const quick = meterAt(measurable, stream, { training, noise });
  const isFar = (slice: Slice) => {
    const g = values.subarray(slice.offset, slice.offset + slice.length);
    const { line, first } = upward(quick, slice, values, stream);
    let along = 0;
    let squares = 0;
    for (let i = 0; i < g.length; i++) {
      const term = g[i] * line.direction[i];
      along += term;
      squares += term ** 2;
    }
    if (!Number.isFinite(along)) return false;
    const share = threshold.of(slice);
    const floor = 4 * share * Math.sqrt(squares);
    if (Math.abs(first.slope - along) <= floor + first.noise) return false;
    const meter = meterAt(measurable, stream, { training, least: noise });
    const level = meter.level(line, relativeStep);
    // Along a direction through a kink there is no one slope to compare with.
    if (isKinked(level, meter.level(line, relativeStep / 4))) return false;
    const singleLength = g.every(isSingle) ? line.direction.reduce((sum, d) => sum + Math.abs(d), 0) : 0;
    return investigate(meter, line, new Claim(along, share, floor, singleLength), level).verdict === "wrong";
  };
  // Values on a grid can mislead along one direction.
  return slices.filter((slice) => isFar(slice) && isFar(slice));
}

/** What is known of a tensor of which nothing was found wrong at the given point. */
function knownOf(
  survey: Survey,
  slice: Slice,
): "right" | "right where it could be verified" | "not verified" {
  const verified = countVerified(survey, slice);
  if (verified === 0) return "not verified";
  return 2 * verified < slice.length ? "right where it could be verified" : "right";
}

export const list = (slices: readonly Slice[]) => slices.map(({ name }) => name).join(", ");

/** Says that tensors are wrong in another place than the given one, and what is known of them in that. */
export function sayWrong(
  { survey }: SecondLook,
  wrong: readonly Slice[],
  given: string,
  other: string,
): Finding[] {
  const known = [...new Set(wrong.map((slice) => knownOf(survey, slice)))];
  return known.map((word) => {
    const slices = wrong.filter((slice) => knownOf(survey, slice) === word);
    return failure("second-point", `${word} ${given}, wrong ${other}: ${list(slices)}`, {
      tensor: slices[0].name,
    });
  });
}

/** Notes values that are all the same. */
export function noteConstant(name: string, values: Float64Array, where: { tensor?: string } = {}): Finding[] {
  if (values.length < 2 || values.some((x) => x !== values[0])) return [];
  const message = `${name} is ${values[0]} everywhere at the given point, which can hide a mistake`;
  return [note("special-point", message, where)];
}
