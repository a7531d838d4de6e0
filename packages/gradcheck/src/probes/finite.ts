// An output or a gradient of NaN or infinity: which tensor, and where it comes first.
import type { Observation } from "../sandbox/observe.ts";
import { count, place } from "../words/describe.ts";
import { failure, note } from "../words/findings.ts";
import { indexOf } from "../words/index-of.ts";
import type { Finding } from "../words/report.ts";

/** An output that is not finite, though the values are. */
export function probeOutput({ output, sandbox }: Observation): Finding[] {
  const isGivenFinite = sandbox.theta.values.slice().every(Number.isFinite);
  const lost = output.findIndex((y) => Number.isNaN(y) || (y === Number.POSITIVE_INFINITY && isGivenFinite));
  if (lost >= 0)
    return [failure("non-finite", `forward gives ${output[lost]}, first at ${sandbox.placeOfOutput(lost)}`)];
  // A masked logit may be -Infinity for good reason; it has no slope all the same.
  const infinite = output.findIndex((y) => !Number.isFinite(y));
  if (infinite < 0) return [];
  const message = `forward gives ${output[infinite]}, first at ${sandbox.placeOfOutput(infinite)}: what goes there is not checked`;
  return [note("degenerate", message)];
}

/**
 * Gradients that are not finite: NaN, and infinities that are wrong. Where the slope grows without end, as at the edge of a
 * domain, an infinite gradient is none.
 */
export function probeGradients(
  { checked, gradients }: Observation,
  isWrong: (entry: number) => boolean,
): Finding[] {
  const unread = new Set(gradients.findings.map(({ tensor }) => tensor));
  return checked.flatMap(({ name, shape, offset, length }) => {
    if (unread.has(name) || gradients.none.has(name)) return [];
    const values = gradients.values.subarray(offset, offset + length);
    const isBad = (g: number, k: number) => Number.isNaN(g) || (!Number.isFinite(g) && isWrong(offset + k));
    const first = values.findIndex(isBad);
    if (first < 0) return [];
    const index = indexOf(first, shape);
    const share = `${values.filter(isBad).length} of ${count(length, "entry", "entries")} not finite`;
    const message = `the gradient of ${name} is ${values[first]} at ${place(name, index)}; ${share}`;
    return [failure("non-finite", message, { tensor: name, index })];
  });
}
