// The gradient of the number under test with respect to the output.
import { formatShape, full, type Input, isTensor, type Rng, type Tensor } from "@nudge/core";
import { formatNames, sameShape } from "@nudge/core/internal";
import { ArgumentError } from "../words/argument-error.ts";
import { flattened, toTensor } from "./form.ts";
import type { Subject } from "./subject.ts";
import { drawUpstream } from "./values.ts";

/** A given upstream gradient; throws unless it is one of these outputs. */
function fitting(upstream: Input, output: Tensor, { name, outputs }: Subject): Tensor {
  const named = outputs?.();
  const expectShape = (what: string, x: Tensor, of: string, { shape }: Tensor) => {
    if (sameShape(x.shape, shape)) return;
    const [expected, given] = [formatShape(shape), formatShape(x.shape)];
    throw new ArgumentError(`${what} must be ${expected} as the output${of} of ${name}, got ${given}`);
  };
  if (named === undefined && isTensor(upstream)) {
    expectShape("upstream", upstream, "", output);
    return upstream;
  }
  const names = Object.keys(named ?? {});
  const given = isTensor(upstream) ? [] : Object.keys(upstream);
  if (named === undefined || `${[...given].sort()}` !== `${[...names].sort()}`) {
    const expected = named === undefined ? "one tensor" : formatNames(names);
    const got = isTensor(upstream) ? "one tensor" : formatNames(given);
    throw new ArgumentError(`upstream must be ${expected} as the output of ${name}, got ${got}`);
  }
  for (const [one, x] of Object.entries(upstream as { readonly [name: string]: Tensor }))
    expectShape(`upstream ${one}`, x, ` ${one}`, toTensor(named[one]));
  return flattened(upstream);
}

/** The upstream gradient for an output of this shape: given, drawn, or 1 for a loss. */
export function upstreamFor(subject: Subject, output: Tensor, stream: Rng): Tensor {
  if (!subject.scalar && subject.upstream !== undefined) return fitting(subject.upstream, output, subject);
  const drawn = full([...output.shape], 1);
  if (subject.scalar) return drawn;
  const draw = drawUpstream(stream);
  for (let i = 0; i < drawn.size; i++) drawn.data[i] = draw();
  return drawn;
}
