// What a pass leaves behind must not reach another one. Two forward passes at different values, and then both backward
// passes, have to give what each pair gives alone. They run on arrays that the subject has not seen: one that was kept
// from an earlier pass would follow θ when it is moved in place, and be right by that.
import { copy, type Rng, type Slice, type Tensor } from "@nudge/core";
import { jitter } from "../measure/jitter.ts";
import type { Observation } from "../sandbox/observe.ts";
import type { PassOptions, Sandbox } from "../sandbox/sandbox.ts";
import { unlessThrown } from "../sandbox/subject-error.ts";
import type { Vector } from "../sandbox/vector.ts";
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

/** What all passes at θ and at a point give: there alone and in place, here and there at once and on arrays of their own. */
function passAt(
  { sandbox, upstream }: Observation,
  point: Float64Array,
  stream: Rng,
): { alone: Passes; here: Passes; there: Passes } {
  const forward = (options: PassOptions) => forwardOf(sandbox, upstream, options);
  const at = <T>(f: () => T) => sandbox.theta.at(point, f);
  const alone = at(() => forward({ stream })());
  // θ stays where it is meanwhile: arrays that were kept in place have the values of the given point.
  const [atHere, atThere] = [sandbox.fresh(), at(() => sandbox.fresh())];
  const backwardHere = forward({ tensors: atHere });
  const backwardThere = forward({ tensors: atThere, stream });
  return { alone, here: backwardHere(), there: backwardThere() };
}

/** What the passes at θ and at a point say; undefined where they cannot be run there. */
function compareAt(seen: Observation, point: Float64Array, stream: Rng): Finding[] | undefined {
  const { checked, upstream, gradients } = seen;
  const passes = unlessThrown(() => passAt(seen, point, stream));
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

export function probeState(seen: Observation, stream: Rng): Finding[] {
  const { sandbox, gradients } = seen;
  // Passes that write to their tensors have been found, and would spoil the values that are compared.
  if (sandbox.modes.careful) return [];
  const { theta, slices } = sandbox;
  const moving = slices.filter(({ name }) => !gradients.none.has(name));
  // Where the shifted point is outside the domain, one near the given point may be inside.
  for (const base of [shift(theta.values, moving), theta.values]) {
    const found = compareAt(seen, jitter(base, moving, stream), stream.fork());
    if (found !== undefined) return found;
  }
  return [];
}
