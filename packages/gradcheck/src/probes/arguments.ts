// The passes leave alone what belongs to the caller: the tensors, and the upstream gradient.
import type { Observation } from "../sandbox/observe.ts";
import { failure } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";

export function probeArguments({ checked, written, upstreamWritten }: Observation): Finding[] {
  const findings: Finding[] = [];
  for (const pass of ["forward", "backward"] as const) {
    const slice = written[pass];
    if (slice === undefined || !checked.includes(slice)) continue;
    const { name: tensor } = slice;
    const message = `${pass} writes to ${tensor}, which belongs to the caller`;
    findings.push(failure("mutates-input", message, { tensor }));
  }
  if (upstreamWritten)
    findings.push(
      failure("mutates-upstream", "backward writes to the upstream gradient, which belongs to the caller"),
    );
  return findings;
}
