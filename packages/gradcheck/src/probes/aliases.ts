// Two gradients in the same memory are harmless where they are rightly equal. Beside a wrong one they explain it.

import type { Gradients } from "../sandbox/gradients.ts";
import { note } from "../words/findings.ts";
import type { Finding } from "../words/report.ts";

export function probeAliases({ shared }: Gradients, isRight: (tensor: string) => boolean): Finding[] {
  return shared
    .filter(([a, b]) => !isRight(a) || !isRight(b))
    .map(([a, b]) =>
      note("aliases", `the gradients of ${a} and ${b} share memory: one overwrites the other`, { tensor: b }),
    );
}
