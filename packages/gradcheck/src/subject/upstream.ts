// The gradient of the number under test with respect to the output.
import { formatShape, full, type Input, isTensor, type Rng, type Tensor } from "@nudge/core";
import { formatNames, sameShape } from "@nudge/core/internal";
import { ArgumentError } from "../words/argument-error.ts";
import { flattened, toTensor } from "./form.ts";
import type { Subject } from "./subject.ts";
import { drawUpstream } from "./values.ts";

const inWords = (names: readonly string[]) => (names.includes("") ? "one tensor" : formatNames(names));

/** A given upstream gradient as one tensor; throws unless it has the shape of the output, or the names and shapes of several. */
function fitting(upstream: Input, output: Tensor, { name, outputs }: Subject): Tensor {
  const named = Object.entries(outputs?.() ?? { "": output });
  const shapes = new Map(named.map(([one, y]) => [one, toTensor(y).shape]));
  const given = isTensor(upstream) ? [["", upstream] as const] : Object.entries(upstream);
  const names = given.map(([one]) => one);
  if (names.length !== shapes.size || !names.every((one) => shapes.has(one))) {
    const [expected, got] = [[...shapes.keys()], names].map(inWords);
    throw new ArgumentError(`upstream must be ${expected} as the output of ${name}, got ${got}`);
  }
  for (const [one, x] of given) {
    const shape = shapes.get(one) as number[];
    if (sameShape(shape, x.shape)) continue;
    const [expected, got] = [shape, x.shape].map(formatShape);
    const of = one === "" ? "" : ` ${one}`;
    throw new ArgumentError(`upstream${of} must be ${expected} as the output${of} of ${name}, got ${got}`);
  }
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
