// What was found beside the entries, and what explains the errors: the text of the report.

import { type Markup, markup, prose } from "@nudge/core/internal";
import type { Diagnosis, Finding, GradcheckReport, TensorReport } from "../../words/report.ts";
import { short } from "./typeset.ts";

function finding({ kind, severity, allowed, message }: Finding): Markup {
  const tone = severity === "failure" ? "fail" : "muted";
  return markup`<li class="${severity}"><span class="kind ${tone}">${allowed ? "allowed" : severity}: ${kind}</span> ${prose(message)}</li>
`;
}

interface Explanation extends Diagnosis {
  readonly tensors: readonly string[];
}

/** The diagnoses of all tensors; what is said of several is said once. */
function explanations(tensors: readonly TensorReport[]): Explanation[] {
  const said = new Map<string, Explanation>();
  for (const { name, diagnoses } of tensors) {
    for (const diagnosis of diagnoses) {
      const before = said.get(diagnosis.message);
      const unexplained = Math.max(diagnosis.unexplained, before?.unexplained ?? 0);
      said.set(diagnosis.message, { ...diagnosis, unexplained, tensors: [...(before?.tensors ?? []), name] });
    }
  }
  return [...said.values()];
}

function explanation({ tensors, kind, message, unexplained }: Explanation): Markup {
  const rest =
    unexplained > 0 && markup` <span class="muted">(leaves ${short(unexplained)} of the error)</span>`;
  return markup`<li class="diagnosis"><span class="kind fail"><span class="name">${tensors.join(", ")}</span>: ${kind}</span> ${prose(message)}${rest}</li>
`;
}

/** Undefined where there is nothing to say. */
export function findings({ findings, tensors }: GradcheckReport): Markup | undefined {
  const explained = explanations(tensors);
  if (explained.length + findings.length === 0) return undefined;
  // Failures first: notes only add to them.
  const ordered = [...findings].sort((a, b) => a.severity.localeCompare(b.severity));
  return markup`<section class="findings">
<h2>What was found</h2>
<ul class="plain">
${explained.map(explanation)}${ordered.map(finding)}</ul>
</section>`;
}
