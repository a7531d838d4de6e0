// What a subject does when it is run for the first times: the output and gradients that everything is compared with,
// what it writes to, and whether its outputs come again. From that follows how it is run from then on.
import { copy, type Rng, type Slice, type Tensor } from "@nudge/core";
import type { Subject } from "../subject/subject.ts";
import { upstreamFor } from "../subject/upstream.ts";
import { sameBits } from "../words/distance.ts";
import { countLost } from "../words/finite.ts";
import type { Gradients } from "./gradients.ts";
import type { Sandbox } from "./sandbox.ts";

export interface Observation {
  /** Where the subject can be run again. */
  readonly sandbox: Sandbox;
  /** The tensors that are checked: nothing is found about the others. */
  readonly checked: readonly Slice[];
  /** The upstream gradient, and its entries. */
  readonly upstream: Tensor;
  readonly weights: Float64Array;
  /** The output of the first forward pass. */
  readonly output: Float64Array;
  /** The gradients of the first backward pass. */
  readonly gradients: Gradients;
  /** The tensor that a pass wrote to. */
  readonly written: { readonly forward: Slice | undefined; readonly backward: Slice | undefined };
  /** Whether backward wrote to its upstream gradient. */
  readonly upstreamWritten: boolean;
  /** The tensors that got null for a gradient, as integers do, although the output changes over small steps in them. */
  readonly moving: readonly Slice[];
  /** The outputs at the point: the first, again, and after a step away. */
  readonly outputs: readonly Float64Array[];
}

const flat = (x: Tensor) => Float64Array.from(copy(x).data);

/**
 * The tensors whose gradient is null, which is right for integers alone, as a function has no slope between them: but
 * here the output changes over a step of less than 1.
 */
function movingIntegers(
  sandbox: Sandbox,
  checked: readonly Slice[],
  { none }: Gradients,
  output: Float64Array,
): Slice[] {
  const { theta } = sandbox;
  const moved = new Float64Array(output.length);
  return checked.filter(({ name, offset, length }) => {
    if (!none.has(name)) return false;
    const point = theta.values.slice();
    for (let i = offset; i < offset + length; i++) point[i] += 2 ** -10;
    theta.at(point, () => sandbox.evaluate(moved));
    return moved.every(Number.isFinite) && !sameBits(moved, output);
  });
}

/** How far a step away is, as a share of each entry. */
const away = 2 ** -10;

/** Runs forward again at the point, before and after a step away, and finds out whether outputs may be recycled. */
function repeatForward(sandbox: Sandbox, output: Float64Array): Float64Array[] {
  const { theta, bounds } = sandbox;
  const filled = (fill: (y: Float64Array) => void) => {
    const y = new Float64Array(output.length);
    fill(y);
    return y;
  };
  // The subject gave an output at the point, and has to give one again; other points may be outside of its domain.
  const here = () => filled((y) => sandbox.run(y));
  const moved = (share: number) =>
    bounds.inside(
      theta.values.slice().map((x) => (x || share) * (1 + share)),
      theta.values,
    );
  const [a, b] = [moved(away), moved(-away)];
  const there = (point: Float64Array) => theta.at(point, () => filled((y) => sandbox.evaluate(y)));

  const again = here();
  sandbox.settle({ recycling: true });
  const recycled = here();
  const first = there(b);
  const second = there(a);
  // One that keeps outputs for the next time finds later numbers in those that were recycled.
  const keepsNone = sameBits(recycled, output) && sameBits(there(b), first);
  sandbox.settle({ recycling: false });
  // One that remembers a tensor may miss that there are new numbers in it.
  const recycling = keepsNone && sameBits(there(a), second);
  sandbox.settle({ recycling });
  return [output, again, recycling ? recycled : here()];
}

/**
 * Runs a subject for the first times in a sandbox of its own, and settles how that runs it. Throws a `SubjectError` when
 * the subject throws at the point itself.
 */
export function observe(
  subject: Subject,
  sandbox: Sandbox,
  checked: readonly Slice[],
  stream: Rng,
): Observation {
  const { theta, slices } = sandbox;
  /** Runs a pass, and gives its result and the tensor that it wrote to, if any: then the subject gets copies from there on. */
  const watch = <T>(pass: () => T) => {
    const { result, written } = theta.watch(pass);
    if (written === undefined) return { result, slice: undefined };
    sandbox.settle({ careful: true });
    return { result, slice: slices.findLast(({ offset }) => offset <= written) };
  };

  const forward = watch(() => sandbox.forward());
  const [y, cache] = forward.result;
  const output = flat(y);
  sandbox.lost = countLost(output);
  const upstream = upstreamFor(subject, y, stream);
  const weights = flat(upstream);
  const given = copy(upstream);
  const backward = watch(() => sandbox.backward(given, cache));
  const gradients = backward.result;
  sandbox.expectSurrogate();
  return {
    sandbox,
    checked,
    upstream,
    weights,
    output,
    gradients,
    written: { forward: forward.slice, backward: backward.slice },
    upstreamWritten: !sameBits(flat(given), weights),
    moving: movingIntegers(sandbox, checked, gradients, output),
    outputs: repeatForward(sandbox, output),
  };
}
