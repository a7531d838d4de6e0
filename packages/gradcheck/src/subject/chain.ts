// A sequence of layers, taken apart: each layer as a subject of its own, at the input that reaches it.
import {
  copy,
  full,
  type Input,
  isTensor,
  type Layer,
  type Loss,
  type Pass,
  type Target,
  type Tensor,
} from "@nudge/core";
import { isSequence, type Tree } from "@nudge/core/internal";
import { promoted } from "./promoted.ts";
import { ratesOf } from "./rates.ts";
import type { Subject } from "./subject.ts";

/** A layer of a sequence at the input that it gets. */
export interface Link {
  /** Where its parameters are: "1", or "1.0" in a sequence within the sequence. */
  readonly path: string;
  /** As it prints. */
  readonly name: string;
  /** Whether it is the loss at the end. */
  readonly isLoss: boolean;
  /** The layer alone, for an upstream gradient of its output. */
  subject(upstream: Tensor): Subject;
}

/** Runs a sequence forward, sequences within it opened, and gives its links and its output. */
export function openChain(
  layer: Layer,
  input: Input,
  parameters: Tree<Tensor>,
  pass: Pass,
  buffers: Tree<Tensor>,
  path = "",
): { links: Link[]; output: Tensor } {
  if (isSequence(layer)) {
    let x = input;
    const links = layer.children.flatMap((child, k) => {
      const own = { training: pass.training, rng: pass.rng.fork() };
      const inner = path === "" ? `${k}` : `${path}.${k}`;
      const part = (tree: Tree<Tensor>) => (tree[k] ?? {}) as Tree<Tensor>;
      const opened = openChain(child, x, part(parameters), own, part(buffers), inner);
      x = opened.output;
      return opened.links;
    });
    return { links, output: x as Tensor };
  }
  const { training, rng } = pass;
  const subject = (upstream: Tensor): Subject => ({
    name: String(layer),
    rates: ratesOf(layer),
    tensors: { input: isTensor(input) ? input : { ...input }, ...parameters },
    scalar: false,
    upstream,
    forward({ input, ...own }) {
      const again = { training, rng: rng.clone() };
      const [output, cache] = layer.forward(input as Input, own as Tree<Tensor>, again, promoted(buffers));
      return [output, cache];
    },
    backward: (dy, cache, { input: _, ...own }) => layer.backward(dy, cache, own as Tree<Tensor>),
    call: { verb: "gradcheck", subject: String(layer), options: {} },
  });
  const [output] = layer.forward(input, parameters, { training, rng: rng.clone() }, promoted(buffers));
  return { links: [{ path, name: String(layer), isLoss: false, subject }], output };
}

/** The loss behind a sequence, as the last link of it. */
export function lossLink(loss: Loss, prediction: Tensor, target: () => Target): Link {
  const subject = (upstream: Tensor): Subject => ({
    name: String(loss),
    rates: ratesOf(loss),
    tensors: { prediction: copy(prediction) },
    scalar: true,
    upstream,
    forward({ prediction }) {
      const [value, cache] = loss.forward(prediction as Tensor, target());
      return [full([], value), cache];
    },
    backward: (_upstream, cache) => ({ prediction: loss.backward(cache) }),
    call: { verb: "gradcheckLoss", subject: String(loss), options: {} },
  });
  return { path: "", name: String(loss), isLoss: true, subject };
}
