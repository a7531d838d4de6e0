// Several outputs by name, and those that are no tensors, are one tensor to a check: joined as they come out of forward, and taken
// apart again for backward.
import type { Pass, Tensor } from "@nudge/core";
import type { Tree } from "@nudge/core/internal";
import { flattened, inForm, isTensorLike, placeOf, type TensorLike, type TensorsByName } from "./form.ts";
import type { Subject } from "./subject.ts";

/** One output, or several by name, in the form in which a pass gives them. */
type Form = TensorLike | TensorsByName;

/** Two passes of whatever outputs. */
interface Passes {
  forward(tensors: Tree<Tensor>, pass: Pass): unknown;
  backward(upstream: unknown, cache: unknown, tensors: Tree<Tensor>): unknown;
}

/** The cache of a pass whose output was no tensor, with the form that the output had. */
class Formed {
  constructor(
    readonly cache: unknown,
    readonly output: Form,
  ) {}
}

/**
 * The passes of a subject whose outputs are `joined` where they are of such a form. Whatever is none, or is no pair, stays as it
 * is, to be refused.
 */
export function joiningOutputs(
  { forward, backward }: Passes,
  joined: (output: unknown) => output is Form,
): Pick<Subject, "forward" | "backward" | "outputs" | "placeOfOutput"> {
  let form: Form | undefined;
  const join = (returned: unknown) => {
    if (!Array.isArray(returned) || returned.length > 2 || !joined(returned[0])) return returned;
    form = returned[0];
    return [flattened(form), new Formed(returned[1], form)];
  };
  return {
    forward: (tensors, pass) => join(forward(tensors, pass)) as ReturnType<Subject["forward"]>,
    backward: (upstream, cache, tensors) =>
      cache instanceof Formed
        ? backward(inForm(cache.output, upstream), cache.cache, tensors)
        : backward(upstream, cache, tensors),
    placeOfOutput: (entry) => placeOf(form ?? [], entry),
    outputs: () => (form === undefined || isTensorLike(form) ? undefined : form),
  };
}
