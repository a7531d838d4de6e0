// What is said of the entries at an edge of the domain: where they are, what is known of them, and what to do.
import type { Slice } from "@nudge/core";
import { count, digits, place } from "../words/describe.ts";
import { note } from "../words/findings.ts";
import { indexOf } from "../words/index-of.ts";
import type { Finding } from "../words/report.ts";
import type { Edge } from "./judgement.ts";
import type { Survey } from "./survey.ts";

/** What is said of entries by their edge; `lost` says what happens outside of the domain. */
const sentences: { readonly [edge in Edge]: (where: string, lost: string) => string } = {
  "one-sided": (where, lost) =>
    `${where} at an edge of the domain (${lost}): the gradient was compared with the slope to the side that is inside`,
  outside: (where, lost) =>
    `${where} where no step leads to either side (${lost}): nothing is known of the gradient there. Check values inside of the domain, or a function of variables that are free to move`,
  unsettled: (where) =>
    `${where} where the slope does not settle as the step shrinks: there is no derivative to compare with. Check values away from there`,
};

/** One note for each tensor and kind of edge, at the first such entry. `thrown` is what the subject threw beside the point. */
export function noteEdges(
  { edges }: Survey,
  slices: readonly Slice[],
  theta: ArrayLike<number>,
  thrown: Error | undefined,
): Finding[] {
  const lost = thrown?.message ?? "beside it forward gives what is not finite";
  return slices.flatMap(({ name, shape, offset, length }) => {
    const own = [...edges].filter(([i]) => i >= offset && i < offset + length);
    return (Object.keys(sentences) as Edge[]).flatMap((edge) => {
      const entries = own.filter(([, kind]) => kind === edge).map(([i]) => i);
      if (entries.length === 0) return [];
      const [first] = entries.sort((a, b) => a - b);
      const index = indexOf(first - offset, shape);
      const others =
        entries.length > 1
          ? ` and ${count(entries.length - 1, "more entry", "more entries")} of ${name}`
          : "";
      const where = `${place(name, index)} = ${digits(theta[first])}${others} ${entries.length > 1 ? "are" : "is"}`;
      return [note("edge", sentences[edge](where, lost), { tensor: name, index })];
    });
  });
}
