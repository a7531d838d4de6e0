// The tensors in a table, and which of them get pictures.

import { type Markup, markup } from "@nudge/core/internal";
import { isMeasured, lacksGradient } from "../../words/measured.ts";
import type { GradcheckReport, TensorReport } from "../../words/report.ts";
import { table } from "./table.ts";
import { short, whole } from "./typeset.ts";

/** Of how many tensors there are pictures. */
const most = 24;

/** Which tensors get pictures: those that did not pass, and as many more as there is room for; of those skipped there are none. */
export function pictured({ tensors }: GradcheckReport): { wanting: number[]; passed: number[] } {
  const which = (...verdicts: TensorReport["verdict"][]) =>
    tensors.flatMap(({ verdict }, k) => (verdicts.includes(verdict) ? [k] : []));
  const wanting = which("fail", "inconclusive").slice(0, most);
  return { wanting, passed: which("pass").slice(0, most - wanting.length) };
}

/** Where the pictures of tensor `k` stand on the page. */
export type Anchor = (k: number) => string;

export function tensorTable(report: GradcheckReport, anchor: Anchor): Markup {
  const { tensors } = report;
  const { wanting, passed } = pictured(report);
  const linked = new Set([...wanting, ...passed]);
  const row = (tensor: TensorReport, k: number) => {
    const { name, shape, verdict, ratio, counts, detectionLimit } = tensor;
    return [
      linked.has(k)
        ? markup`<a class="name" href="#${anchor(k)}">${name}</a>`
        : markup`<span class="name">${name}</span>`,
      markup`<span class="name">[${shape.join(", ")}]</span>`,
      isMeasured(tensor) && !lacksGradient(report, tensor) ? short(ratio) : "",
      verdict === "skipped" ? "" : `${whole(counts.wrong)} of ${whole(counts.entries)}`,
      detectionLimit > 0 ? short(detectionLimit) : "",
      markup`<span class="badge ${verdict}">${verdict}</span>`,
    ];
  };
  const columns = [
    { heading: "Tensor" },
    { heading: "Shape" },
    { heading: "Ratio", numeric: true },
    { heading: "Wrong", numeric: true },
    { heading: "Finds errors from", numeric: true, wide: true },
    { heading: "Verdict" },
  ];
  const rows = tensors.map(row);
  const few = linked.size < tensors.length ? ` Pictures are of ${linked.size} tensors.` : "";
  const caption = `Ratio: ‖numeric − analytic‖ / (‖numeric‖ + ‖analytic‖). Finds errors from: the smallest relative error that would have been found in any single entry that passed.${few}`;
  return markup`<section class="tensors">
<h2>Tensor by tensor</h2>
${table(columns, rows, caption)}
</section>`;
}
