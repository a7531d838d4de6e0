// A layer: its input and its parameters are the tensors, its output is weighted by the upstream gradient.
import { type Input, isTensor, type Layer, type Output, rng, type Tensor } from "@nudge/core";
import { areNamed, initialize, type Tree } from "@nudge/core/internal";
import { codeOf } from "../words/code.ts";
import { joiningOutputs } from "./outputs.ts";
import { copierOf, promoted } from "./promoted.ts";
import { ratesOf } from "./rates.ts";
import { batchOf, takeRows } from "./rows.ts";
import type { Subject } from "./subject.ts";
import { declaredIn } from "./surrogate.ts";
import { drawnOf, drawUpstream, type InputOrShape, inputOf, severalOf } from "./values.ts";

export function subjectOfLayer(
  layer: Layer,
  {
    input,
    upstream,
    surrogate,
    seed = 0,
  }: { input: InputOrShape; upstream?: InputOrShape; surrogate?: unknown; seed?: number },
): Subject {
  const stream = rng(seed);
  const parameters = promoted(initialize(layer.parameters, stream.fork()) as Tree<Tensor>);
  const buffers = promoted(initialize(layer.buffers, stream.fork()) as Tree<Tensor>);
  const freshBuffers = copierOf(buffers);
  const x = inputOf(input, stream.fork());
  return {
    name: String(layer),
    rates: ratesOf(layer),
    tensors: { input: isTensor(x) ? x : { ...x }, ...parameters },
    scalar: false,
    upstream:
      upstream === undefined ? undefined : severalOf("upstream", upstream, drawUpstream(stream.fork())),
    ...joiningOutputs(
      {
        forward({ input, ...own }, pass) {
          // Buffers are copied, so that a layer that writes to them changes nothing.
          const [output, cache] = layer.forward(input as Input, own as Tree<Tensor>, pass, freshBuffers());
          return [output, cache];
        },
        backward: (dy, cache, { input: _, ...own }) =>
          layer.backward(dy as Output, cache, own as Tree<Tensor>),
      },
      areNamed,
    ),
    // One that is given stands for the whole layer, whatever the layers in it declare.
    surrogate: surrogate === undefined ? declaredIn({ layer, buffers }) : undefined,
    sequence: { layer, buffers },
    batch: batchOf([x], (rows) => subjectOfLayer(layer, { input: takeRows(x, rows), surrogate, seed })),
    drawn: drawnOf({ input, upstream }),
    call: {
      verb: "gradcheck",
      subject: String(layer),
      options: {
        input: codeOf(input, "input"),
        ...(upstream !== undefined && { upstream: codeOf(upstream, "upstream") }),
      },
    },
  };
}
