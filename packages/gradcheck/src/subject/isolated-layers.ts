// The layers of a sequence as subjects of their own, each at the input that reaches it, and the loss at the end: so that
// a mistake can be looked for in one layer, whatever the others do.
import { full, type Input, isTensor, type Output, type Pass, type Tensor } from "@nudge/core";
import { areNamed, type Tree } from "@nudge/core/internal";
import { copyOf } from "./copy-of.ts";
import { joiningOutputs } from "./outputs.ts";
import { ratesOf } from "./rates.ts";
import { isComposed, type LossAtTheEnd, type Sequence, type Stage, stagesOf } from "./sequence.ts";
import type { Subject } from "./subject.ts";
import { around } from "./surrogate.ts";

/** A layer of a sequence, or the loss at its end, to be checked alone at the input that it gets there. */
export interface IsolatedLayer {
  /** Where its parameters are: "1", or "1.0" in a sequence within the sequence. */
  readonly path: string;
  /** As it prints. */
  readonly name: string;
  /** Whether it is the loss at the end. */
  readonly isLoss: boolean;
  /** The layer alone, for an upstream gradient of its output, several joined to one. */
  subject(upstream: Tensor): Subject;
}

function isolate({ layer, path, parameters, run, surrogate }: Stage, input: Input): IsolatedLayer {
  const name = String(layer);
  const on =
    (f: (input: Input, own: Tree<Tensor>) => Output) =>
    ({ input, ...own }: Tree<Tensor>) =>
      f(input as Input, own as Tree<Tensor>);
  const subject = (upstream: Tensor): Subject => ({
    name,
    rates: ratesOf(layer),
    tensors: { input: isTensor(input) ? input : { ...input }, ...parameters },
    scalar: false,
    upstream,
    ...joiningOutputs(
      {
        forward: ({ input, ...own }) => run(input as Input, own as Tree<Tensor>),
        backward: (dy, cache, { input: _, ...own }) =>
          layer.backward(dy as Output, cache, own as Tree<Tensor>),
      },
      areNamed,
    ),
    surrogate: surrogate && {
      names: [name],
      around: around(
        name,
        on((...given) => run(...given)[0]),
        on(surrogate),
      ),
    },
    call: { verb: "gradcheck", subject: name, options: {} },
  });
  return { path, name, isLoss: false, subject };
}

function isolateLoss({ loss, target }: LossAtTheEnd, prediction: Output): IsolatedLayer {
  const name = String(loss);
  const given = copyOf(prediction);
  const subject = (upstream: Tensor): Subject => ({
    name,
    rates: ratesOf(loss),
    tensors: { prediction: isTensor(given) ? given : { ...given } },
    scalar: true,
    upstream,
    forward({ prediction }) {
      const [value, cache] = loss.forward(prediction as Output, target());
      return [full([], value), cache];
    },
    backward: (_upstream, cache) => ({ prediction: loss.backward(cache) }),
    call: { verb: "gradcheckLoss", subject: name, options: {} },
  });
  return { path: "", name, isLoss: true, subject };
}

/** Runs a sequence forward to find the input of each layer; undefined where a subject is one layer alone. */
export function isolatedLayersOf(
  sequence: Sequence,
  tensors: Tree<Tensor>,
  pass: Pass,
): IsolatedLayer[] | undefined {
  if (!isComposed(sequence)) return undefined;
  const { input, end } = sequence;
  let x = input === undefined ? (tensors.input as Input) : copyOf(input);
  const layers = stagesOf(sequence, tensors, pass).map((stage) => {
    const layer = isolate(stage, x);
    [x] = stage.run(x);
    return layer;
  });
  return end === undefined ? layers : [...layers, isolateLoss(end, x)];
}
