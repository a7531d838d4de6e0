// What a pass leaves behind must not reach another one. Two forward passes at different values, and then both backward
// passes, have to give what each pair gives alone. They run on arrays that the subject has not seen: one that was kept
// from an earlier pass would follow θ when it is moved in place, and be right by that.
import { copy, type Rng, type Slice, type Tensor } from "@nudge/core";
import { jitter } from "../measure/jitter.ts";
import type { Observation } from "../sandbox/observe.ts";
import type { PassOptions, Sandbox } from "../sandbox/sandbox.ts";
import { unlessThrown } from "../sandbox/subject-error.ts";
import type { Vector } from "../sandbox/vector.ts";
import { inOtherOrder } from "../subject/rows.ts";
import type { Subject } from "../subject/subject.ts";
import { relativeDistance } from "../words/distance.ts";
import { failure } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";

/** Rounding may differ, other values do not come as close: a share of their size. */
const tolerance = 1e-9;

/** What both passes give. */
interface Passes {
  readonly output: Float64Array;
  readonly gradients: Float64Array;
}

const flat = (x: Tensor) => Float64Array.from(copy(x).data);

const changed = (slices: readonly Slice[], now: Float64Array, before: Float64Array) =>
  slices.filter(({ offset, length }) => {
    const part = (g: Float64Array) => g.subarray(offset, offset + length);
    return relativeDistance(part(now), part(before)) > tolerance;
  });

const stale = (message: string, tensors: readonly Slice[]) => [
  failure("stale", `${message} (${tensors.map(({ name }) => name).join(", ")})`, { tensor: tensors[0].name }),
];

/** θ with the entries of each tensor moved on by one place: other signs and other maxima, of values known to be allowed. */
function shift(theta: Vector, slices: readonly Slice[]): Float64Array {
  const shifted = theta.slice();
  for (const { offset, length } of slices)
    for (let i = 0; i < length; i++) shifted[offset + ((i + 1) % length)] = theta[offset + i];
  return shifted;
}

/** Runs forward at θ as it stands; what it gives runs backward. */
function forwardOf(sandbox: Sandbox, upstream: Tensor, options: PassOptions): () => Passes {
  const [y, cache] = sandbox.forward(options);
  const output = flat(y);
  return () => ({ output, gradients: sandbox.backward(copy(upstream), cache, options.tensors).values });
}

/** Where the other pass is: what it gets that the pass at θ does not. */
interface Elsewhere {
  readonly point: Float64Array;
  readonly subject: Subject;
  readonly stream: Rng;
}

/** What the passes at θ and elsewhere give: there alone and in place, here and there at once and on arrays of their own. */
function passBoth(
  { sandbox, upstream }: Observation,
  { point, ...others }: Elsewhere,
): { alone: Passes; here: Passes; there: Passes } {
  const forward = (options: PassOptions) => forwardOf(sandbox, upstream, options);
  const at = <T>(f: () => T) => sandbox.theta.at(point, f);
  const alone = at(() => forward(others)());
  // θ stays where it is meanwhile: arrays that were kept in place have the values of the given point.
  const [atHere, atThere] = [sandbox.fresh(), at(() => sandbox.fresh())];
  const backwardHere = forward({ tensors: atHere });
  const backwardThere = forward({ ...others, tensors: atThere });
  return { alone, here: backwardHere(), there: backwardThere() };
}

/** What the passes at θ and elsewhere say; undefined where they cannot be run there. */
function compare(seen: Observation, elsewhere: Elsewhere): Finding[] | undefined {
  const { checked, upstream, gradients } = seen;
  const passes = unlessThrown(() => passBoth(seen, elsewhere));
  if (passes === undefined) return undefined;
  const { alone, here, there } = passes;
  if (!alone.output.every(Number.isFinite) || alone.output.length !== upstream.size) return undefined;

  if (relativeDistance(there.output, alone.output) > tolerance) {
    const message =
      "the same values in other arrays give another output: forward works with arrays of an earlier pass";
    return [failure("stale", message)];
  }
  const replaced = changed(checked, here.gradients, gradients.values);
  if (replaced.length > 0)
    return stale(
      "another forward pass before backward changes the gradients: backward works with what the last forward pass left, in place of its own cache",
      replaced,
    );
  const kept = changed(checked, there.gradients, alone.gradients);
  if (kept.length > 0)
    return stale(
      "the same values in other arrays give other gradients: backward works with arrays of an earlier pass",
      kept,
    );
  return [];
}

export function probeState(seen: Observation, subject: Subject, stream: Rng): Finding[] {
  const { sandbox, gradients } = seen;
  // Passes that write to their tensors have been found, and would spoil the values that are compared.
  if (sandbox.handling.careful) return [];
  const { theta, slices, bounds } = sandbox;
  const moving = slices.filter(({ name }) => !gradients.none.has(name));
  // Inputs and targets that are not in θ are not moved with it.
  const onOtherRows = subject.batch?.take(inOtherOrder(subject.batch)) ?? subject;
  // Where the shifted point is outside the domain, one near the given point may be inside.
  for (const base of [shift(theta.values, moving), theta.values]) {
    const point = bounds.inside(jitter(base, moving, stream), base);
    const found = compare(seen, { point, subject: onOtherRows, stream: stream.fork() });
    if (found !== undefined) return found;
  }
  return [];
}
