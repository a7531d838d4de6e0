import type { GradcheckReport } from "@nudge/gradcheck";

/** What a report says is wrong, in its own words: the diagnosis of the worst tensor, or else what was found first. */
export function wordsOf({ tensors, findings }: GradcheckReport): string {
  const failed = tensors.filter(({ verdict }) => verdict === "fail").sort((a, b) => b.ratio - a.ratio);
  const [told] = [...failed.filter(({ diagnoses }) => diagnoses.length > 0), ...failed];
  if (told) {
    const { name, diagnoses, counts, worst } = told;
    if (diagnoses.length > 0) return `${name}: ${diagnoses[0].message}`;
    const { index, analytic, numeric } = worst[0];
    const [backprop, slope] = [analytic, numeric].map((value) => Number(value.toPrecision(4)));
    return `${name}: ${counts.wrong} of ${counts.entries} entries wrong, at [${index}] backprop = ${backprop}, numeric = ${slope}`;
  }
  return (findings.find(({ severity }) => severity === "failure") ?? findings[0])?.message ?? "";
}
