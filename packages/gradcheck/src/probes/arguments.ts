// The passes leave alone what belongs to the caller: the tensors, and the upstream gradient.
import type { Slice } from "@nudge/core";
import type { Observation } from "../sandbox/observe.ts";
import { failure } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";

const mutation = (pass: string, { name: tensor }: Slice) =>
  failure("mutates-input", `${pass} writes to ${tensor}, which belongs to the caller`, { tensor });

export function probeArguments({ checked, written, upstreamWritten }: Observation): Finding[] {
  const findings: Finding[] = [];
  for (const pass of ["forward", "backward"] as const) {
    const slice = written[pass];
    if (slice === undefined || !checked.includes(slice)) continue;
    findings.push(mutation(pass, slice));
  }
  if (upstreamWritten)
    findings.push(
      failure("mutates-upstream", "backward writes to the upstream gradient, which belongs to the caller"),
    );
  return findings;
}

/** The same of calls of backward after the first one, when all of them are over. */
export function probeLaterArguments({ sandbox, checked, written }: Observation): Finding[] {
  const slice = sandbox.written;
  if (slice === undefined || !checked.includes(slice) || written.backward === slice) return [];
  return [mutation("backward, in one of its later calls,", slice)];
}
