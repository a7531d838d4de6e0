// Null is the gradient of integers. Where the output changes over a step of less than 1, the tensor holds none, and its
// gradient was forgotten.
import type { Observation } from "../sandbox/observe.ts";
import { failure } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";

export function probeIntegers({ moving }: Observation): Finding[] {
  return moving.map(({ name }) =>
    failure(
      "missing",
      `backward returns null for ${name}, as for integers, but the output follows small steps of it`,
      { tensor: name },
    ),
  );
}
