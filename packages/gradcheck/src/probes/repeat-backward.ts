// Backward must give the same gradients again: on the same cache, and on the cache of a new forward pass.
import { copy, type Slice } from "@nudge/core";
import type { Observation } from "../sandbox/observe.ts";
import { relativeDistance, sameBits } from "../words/distance.ts";
import { failure } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";

const part = (g: Float64Array, { offset, length }: Slice) => g.subarray(offset, offset + length);

export function probeBackward({ sandbox, checked, upstream, gradients }: Observation): Finding[] {
  const first = gradients.values;
  const [, cache] = sandbox.forward();
  const again = () => sandbox.backward(copy(upstream), cache).values;
  const [second, third] = [again(), again()];
  const isRepeated = (g: Float64Array) => (slice: Slice) => sameBits(part(first, slice), part(g, slice));
  const changed = checked.filter((slice) => !isRepeated(second)(slice) || !isRepeated(third)(slice));
  if (changed.length === 0) return [];

  const names = changed.map(({ name }) => name).join(", ");
  const place = { tensor: changed[0].name };
  const times = (factor: number, g: Float64Array) =>
    changed.every(
      (slice) =>
        relativeDistance(
          part(g, slice),
          part(first, slice).map((x) => factor * x),
        ) < 1e-9,
    );
  if (times(2, second) && times(3, third)) {
    const message = `the second backward pass gives twice the first, the third three times (${names}): gradients are added to what an earlier call left`;
    return [failure("accumulates", message, place)];
  }
  const spoiled = changed.every(isRepeated(second))
    ? "a second backward pass on the same cache gives other gradients: backward changes its cache, or draws at random"
    : "backward gives other gradients when it is called again at the same point";
  return [failure("nondeterministic-backward", `${spoiled} (${names})`, place)];
}
