// Exceptions, and outputs that are not finite, which depend on more than the point: there is no domain then, only luck.
import type { Sandbox } from "../sandbox/sandbox.ts";
import { SubjectError } from "../sandbox/subject-error.ts";
import { count } from "../words/describe.ts";
import { failure } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";

/** What came once and not again, at any point of a check. */
export function probeUnrepeated({
  attempts: { unrepeated, count: times, hasFlickered },
}: Sandbox): Finding[] {
  const findings: Finding[] = [];
  if (unrepeated !== undefined) {
    const often = times === 1 ? "" : ` (${count(times, "time")} in this check)`;
    const message = `${unrepeated.message}, and not when it was run again at the same point${often}`;
    findings.push(failure("throws-sometimes", message));
  }
  if (hasFlickered) {
    const message =
      "forward gives what is not finite, and another output when it is run again at the same point; draw from pass.rng, and keep no state";
    findings.push(failure("nondeterministic-forward", message));
  }
  return findings;
}

/** Where a subject threw beside the given point, it may by now throw at that point too, for the number of its calls. */
export function probeStillRuns(sandbox: Sandbox): Finding[] {
  if (sandbox.thrown === undefined) return [];
  try {
    sandbox.forward();
    return [];
  } catch (error) {
    if (!(error instanceof SubjectError)) throw error;
    const message = `${error.message}; at the given point, where it gave an output before`;
    return [failure("throws-sometimes", message)];
  }
}
