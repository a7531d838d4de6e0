// An output or a gradient of NaN or infinity: which tensor, and where it comes first.

import type { Observation } from "../sandbox/observe.ts";
import { count, place } from "../words/describe.ts";
import { failure, note } from "../words/findings.ts";
import { indexOf } from "../words/index-of.ts";
import type { Finding } from "../words/report.ts";

export function probeFinite({ checked, output, gradients }: Observation): Finding[] {
  const findings: Finding[] = [];
  const at = output.findIndex(Number.isNaN);
  if (at >= 0) findings.push(failure("non-finite", `forward gives NaN, first at entry ${at} of the output`));
  // A masked logit may be -Infinity for good reason; it has no slope all the same.
  const infinite = output.findIndex((y) => Math.abs(y) === Number.POSITIVE_INFINITY);
  if (infinite >= 0) {
    const message = `forward gives ${output[infinite]}, first at entry ${infinite} of the output: what goes there is not checked`;
    findings.push(note("degenerate", message));
  }
  const unread = new Set(gradients.findings.map(({ tensor }) => tensor));
  for (const { name, shape, offset, length } of checked) {
    if (unread.has(name) || gradients.none.has(name)) continue;
    const values = gradients.values.subarray(offset, offset + length);
    const bad = values.reduce((sum, value) => sum + (Number.isFinite(value) ? 0 : 1), 0);
    if (bad === 0) continue;
    const first = values.findIndex((value) => !Number.isFinite(value));
    const index = indexOf(first, shape);
    const share = `${bad} of ${count(length, "entry", "entries")} not finite`;
    findings.push(
      failure(
        "non-finite",
        `the gradient of ${name} is ${values[first]} at ${place(name, index)}; ${share}`,
        {
          tensor: name,
          index,
        },
      ),
    );
  }
  return findings;
}
