// What is said of the entries at an edge of the domain: where they are, what is known of them, and what to do.
import type { Slice } from "@nudge/core";
import type { Sandbox } from "../sandbox/sandbox.ts";
import { count, digits, place } from "../words/describe.ts";
import { note } from "../words/findings.ts";
import { indexOf } from "../words/index-of.ts";
import type { Finding } from "../words/report.ts";
import type { Edge } from "./judgement.ts";
import type { Survey } from "./survey.ts";

/** What is said of entries by their edge; `lost` says what happens outside of the domain. */
const sentences: { readonly [edge in Edge]: (entries: string, lost: string) => string } = {
  "one-sided": (entries, lost) =>
    `at an edge of the domain: ${entries}; beside it ${lost}. The gradient was compared with the slope to the side that is inside`,
  outside: (entries, lost) =>
    `no step to either side is inside of the domain: ${entries}; beside it ${lost}. Nothing is known of the gradient there: check other values, or a function of variables that are free to move`,
  unsettled: (entries) =>
    `the slope does not settle as the step shrinks: ${entries}. There is no derivative to compare with: check other values`,
};

/** One note for each tensor and kind of edge, at the first such entry. */
export function noteEdges(
  { edges }: Survey,
  slices: readonly Slice[],
  { theta, thrown, bounds }: Sandbox,
): Finding[] {
  return slices.flatMap((slice) => {
    const { name, shape, offset, length } = slice;
    const declared = bounds.of(slice);
    const lost = declared
      ? `are no values of its bounds [${declared.join(", ")}]`
      : (thrown?.message ?? "the output is not finite");
    const own = [...edges].filter(([i]) => i >= offset && i < offset + length).sort(([a], [b]) => a - b);
    return (Object.keys(sentences) as Edge[]).flatMap((edge) => {
      const found = own.filter(([, kind]) => kind === edge);
      if (found.length === 0) return [];
      const [first] = found[0];
      const index = indexOf(first - offset, shape);
      const others = found.length > 1 ? `, and ${count(found.length - 1, "more entry", "more entries")}` : "";
      const entries = `${place(name, index)} = ${digits(theta.values[first])}${others}`;
      return [note("edge", sentences[edge](entries, lost), { tensor: name, index })];
    });
  });
}
