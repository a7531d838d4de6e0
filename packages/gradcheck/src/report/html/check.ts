// One check on the page: the verdict, what was found and what to do, the figures, and how it was done.

import { type Markup, markup } from "@nudge/core/internal";
import type { GradcheckReport } from "../../words/report.ts";
import { findings } from "./findings.ts";
import { method } from "./method.ts";
import { numbers } from "./numbers.ts";
import { tensorPictures } from "./pictures.ts";
import { stepPictures } from "./steps.ts";
import { summary } from "./summary.ts";
import { type Anchor, tensorTable } from "./tensors.ts";

/** `anchor` names the places of its tensors, as no two checks of a page may share them. */
export function check(report: GradcheckReport, anchor: Anchor): Markup {
  return markup`${summary(report)}
${[findings(report), numbers(report), tensorTable(report, anchor), tensorPictures(report, "wanting", anchor), stepPictures(report), tensorPictures(report, "passed", anchor), method(report)]}`;
}
