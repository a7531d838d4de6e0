// What is wrong, where to look next, and how to see it again: what was found beside the entries, and what explains the errors.

import { type Markup, markup, prose } from "@nudge/core/internal";
import type { Diagnosis, Finding, GradcheckReport, TensorReport } from "../../words/report.ts";
import { hintOf } from "../hint.ts";
import { unexplained } from "../unexplained.ts";
import { listNames, short } from "./typeset.ts";

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

/** The wrong tensors of which nothing else is said. */
function withoutPattern(report: GradcheckReport): Markup[] {
  const isNamed = (name: string) =>
    report.findings.some(({ tensor, severity }) => tensor === name && severity === "failure");
  const names = report.tensors
    .filter(({ name, verdict, diagnoses }) => verdict === "fail" && diagnoses.length === 0 && !isNamed(name))
    .map(({ name }) => name);
  if (names.length === 0) return [];
  return [
    markup`<li class="diagnosis"><span class="kind fail"><span class="name">${listNames(names)}</span>: wrong</span> ${unexplained(report)}</li>
`,
  ];
}

export function findings(report: GradcheckReport): Markup {
  const { findings, tensors, replay } = report;
  const explained = explanations(tensors);
  const hint = hintOf(report);
  // Failures first: notes only add to them.
  const ordered = [...findings].sort((a, b) => a.severity.localeCompare(b.severity));
  const found = [...explained.map(explanation), ...withoutPattern(report), ...ordered.map(finding)];
  return markup`<section class="findings">
${
  found.length > 0 &&
  markup`<ul class="plain">
${found}</ul>`
}
${hint !== undefined && markup`<p class="hint"><span class="kind">Hint:</span> ${prose(hint)}</p>`}
<p class="replay"><span class="kind">Replay:</span></p>
<pre><code>${replay}</code></pre>
</section>`;
}
