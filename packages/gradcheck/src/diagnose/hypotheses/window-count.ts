// What comes through an output that is made of m entries arrives times m/M, or M/m, with M the most that an output is made of: means
// over windows that are cut off at a border, in which one pass counts the cells that there are, and the other all of the window
import type { Hypothesis } from "../candidate.ts";
import { isPart } from "../models/parts.ts";

export const windowCount: Hypothesis = function* ({ tensor, parts: measure }) {
  const parts = measure();
  if (!parts?.isComplete) return;
  const { rows, outputs, numeric } = parts;
  const counts = new Float64Array(outputs);
  for (let i = 0; i < rows.length * outputs; i++) if (isPart(parts, numeric[i])) counts[i % outputs]++;
  const most = counts.reduce((a, b) => Math.max(a, b), 0);
  if (counts.every((m) => m === 0 || m === most)) return;
  const how = [
    { forward: "by the entries that there are", backward: `by ${most}`, of: (m: number) => m / most },
    { forward: `by ${most}`, backward: "by the entries that there are", of: (m: number) => most / m },
  ];
  for (const { forward, backward, of } of how)
    yield {
      kind: "factor",
      part: (r, o) => (counts[o] === 0 ? 0 : of(counts[o]) * numeric[r * outputs + o]),
      message: `wrong by the number of entries of ${tensor.name} that an output is made of, ${most} at most and fewer at a border: forward divides ${forward}, backward ${backward}`,
    };
};
