// What a check came to, in a sentence or two.
import type { GradcheckReport } from "@nudge/gradcheck";

export const headlines = { pass: "Passed", fail: "Failed", inconclusive: "Inconclusive" };

export function sayVerdict({ verdict, counts, ratio, tensors }: GradcheckReport): string {
  const { entries, passed, wrong } = counts;
  if (verdict === "pass")
    return `${passed} of ${entries} entries agree with the slope, to a ratio of ${ratio.toExponential(1)}.`;
  if (verdict === "inconclusive")
    return "The check could not see whether the gradient is right. This is not a pass.";
  const causes = tensors.flatMap(({ name, diagnoses }) =>
    diagnoses.map(({ message }) => `${name}: ${message}.`),
  );
  return [`${wrong} of ${entries} entries are wrong.`, ...causes].join(" ");
}
