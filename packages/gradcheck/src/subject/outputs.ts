// Several outputs by name, and those that are no tensors, are one tensor to a check: joined as they come out of forward, and taken
// apart again for backward.
import type { Pass, Tensor } from "@nudge/core";
import { areNamed, type Tree } from "@nudge/core/internal";
import { flattened, inForm, isTensorLike, placeOf, type TensorLike, type TensorsByName } from "./form.ts";
import { numbersOf } from "./numbers.ts";
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
    backward(upstream, cache, tensors) {
      if (!(cache instanceof Formed)) return backward(upstream, cache, tensors);
      const given = inForm(cache.output, upstream);
      const parts = areNamed(given) ? { ...given } : undefined;
      const gradients = backward(given, cache.cache, tensors);
      // Tensors by name are copies of parts of the upstream gradient: what is written to them is written to it, and is found there.
      if (parts !== undefined) upstream.data.set(numbersOf(flattened(parts)));
      return gradients;
    },
    placeOfOutput: (entry) => placeOf(form ?? [], entry),
    outputs: () => (form === undefined || isTensorLike(form) ? undefined : form),
  };
}
