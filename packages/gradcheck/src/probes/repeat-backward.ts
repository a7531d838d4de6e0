// Backward must give the same gradients again: on the same cache, and on the cache of a new forward pass.
import { copy } from "@nudge/core";
import type { Finding } from "../report/report.ts";
import { readGradients } from "../subject/gradients.ts";
import { failure, type ProbeContext, relativeDistance, sameBits } from "./context.ts";

export function probeBackward({ sandbox, upstream, gradients }: ProbeContext): Finding[] {
  const read = (returned: unknown) => readGradients(returned, sandbox.tensors).values;
  const first = gradients.values;
  const [, cache] = sandbox.forward();
  const second = read(sandbox.backward(copy(upstream), cache));
  const third = read(sandbox.backward(copy(upstream), cache));
  if (sameBits(first, second) && sameBits(first, third)) return [];

  const twice = first.map((g) => 2 * g);
  const thrice = first.map((g) => 3 * g);
  if (relativeDistance(second, twice) < 1e-9 && relativeDistance(third, thrice) < 1e-9)
    return [
      failure(
        "accumulates",
        "the second backward pass gives twice the first, the third three times: gradients are added to what an earlier call left",
      ),
    ];
  const spoiled = sameBits(first, second)
    ? "a second backward pass on the same cache gives other gradients: backward changes its cache, or draws at random"
    : "backward gives other gradients when it is called again at the same point";
  const names = sandbox.slices
    .filter(
      ({ offset, length }) =>
        ![second, third].every((g) =>
          sameBits(first.subarray(offset, offset + length), g.subarray(offset, offset + length)),
        ),
    )
    .map(({ name }) => name);
  return [failure("nondeterministic-backward", `${spoiled} (${names.join(", ")})`, { tensor: names[0] })];
}
