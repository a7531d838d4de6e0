// Tensors that forward does not read: whatever stands in them, the output is the same to the bit. A slope of 0 is then no
// measure of their gradient, and what is at fault is not backward: forward works with other arrays than those it was given.
import { copy, type Rng, type Slice } from "@nudge/core";
import type { Observation } from "../sandbox/observe.ts";
import type { PassOptions } from "../sandbox/sandbox.ts";
import { unlessThrown } from "../sandbox/subject-error.ts";
import type { Subject } from "../subject/subject.ts";
import { drawUpstream } from "../subject/values.ts";
import { sameBits } from "../words/distance.ts";
import { failure } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";
import { isRight, type Survey } from "./survey.ts";

/** How far other numbers are from those at the point: farther than the flat side of a relu or a hinge goes. */
const distances = [4, 2 ** 10];

/** So many other draws are tried: a unit that is kept one time in five is off in all of them one time in six. */
const otherDraws = 8;

/** Whether an output was seen to follow an entry, or there is none that could be. */
const isSeen = ({ numeric }: Survey, { offset, length }: Slice) =>
  length === 0 || numeric.subarray(offset, offset + length).some((slope) => Math.abs(slope) > 0);

/** Gives the output at a point; undefined where forward throws. */
type OutputAt = (point: Float64Array) => Float64Array | undefined;

/**
 * Whether no output bit follows other numbers in a tensor: of either sign, all above those at the point, all below. What stands in
 * the other tensors may hide it, as weights of 0 do those before them: it is asked again where they are others too. A dropout may
 * hide it as well: it is asked in both modes, and with other random numbers.
 */
function isUnread({ sandbox, output }: Observation, { offset, length }: Slice, stream: Rng): boolean {
  const { theta } = sandbox;
  const draw = drawUpstream(stream);
  const given = theta.values.slice();
  // None is near 0, which would leave its entry where it is.
  const draws = Array.from({ length }, draw);
  const moves = [(d: number) => d, (d: number) => -d, Math.abs, (d: number) => -Math.abs(d)];
  const isOwn = (i: number) => i >= offset && i < offset + length;
  const others = given.map((x, i) => (isOwn(i) ? x : (x || 1 / 2) * (1 + draw() / 2)));

  const outputHere: OutputAt = (point) => {
    const y = new Float64Array(output.length);
    theta.at(point, () => sandbox.evaluate(y));
    return y;
  };
  const outputOf =
    (options: PassOptions): OutputAt =>
    (point) =>
      theta.at(point, () => unlessThrown(() => Float64Array.from(copy(sandbox.forward(options)[0]).data)));
  const sameAs = (here: Float64Array, there: Float64Array | undefined) =>
    there !== undefined && sameBits(there, here);

  const isStillAt = (origin: Float64Array, outputAt: OutputAt) => {
    const here = outputAt(origin);
    // What is NaN follows nothing.
    if (!here?.some(Number.isFinite)) return false;
    return distances.every((away) =>
      moves.every((move) => {
        const point = origin.slice();
        for (const [k, d] of draws.entries())
          point[offset + k] += away * (1 + Math.abs(point[offset + k])) * move(d);
        return sameAs(here, outputAt(point));
      }),
    );
  };
  // A factor of 0 that is in none of the tensors, such as a first state, hides every number, but 0 × NaN is NaN.
  const isStillAtNaN = () => {
    const here = outputHere(given);
    return (
      here !== undefined && sameAs(here, outputHere(given.slice().fill(Number.NaN, offset, offset + length)))
    );
  };
  const otherPasses = [
    { training: false },
    { training: true },
    ...Array.from({ length: otherDraws }, () => ({ training: true, stream: stream.fork() })),
  ];
  return (
    isStillAt(given, outputHere) &&
    isStillAt(others, outputHere) &&
    isStillAtNaN() &&
    otherPasses.every((options) => isStillAt(given, outputOf(options)))
  );
}

/**
 * Finds the tensors that forward does not read, among those whose gradient says otherwise and those that are written into an
 * object: each of these is meant to be read, and its entries were not measured.
 */
export function judgeUnread(
  survey: Survey,
  { state = [] }: Subject,
  seen: Observation,
  slices: readonly Slice[],
  stream: Rng,
): Finding[] {
  return slices.flatMap((slice) => {
    const { name, offset, length } = slice;
    const isState = state.includes(name);
    const isSuspect = isState || !isRight(survey, slice);
    if (!isSuspect || isSeen(survey, slice) || !isUnread(seen, slice, stream)) return [];
    if (isState) {
      survey.verdict.fill("inconclusive", offset, offset + length);
      survey.numeric.fill(Number.NaN, offset, offset + length);
    }
    const message = isState
      ? `forward does not read values.${name}: whatever is written into it, the output is the same; is it a copy of the object's own array?`
      : `forward does not read ${name}: whatever stands in it, the output is the same`;
    return [failure("ignores-values", message, { tensor: name })];
  });
}
