// Losses are a mean unless asked for the sum.
import { checkOptions } from "@nudge/core/internal";
import { checkChoice } from "../arguments/arguments.ts";

/** The option of every loss. */
export interface ReductionOptions {
  /** "mean" or "sum"; "mean" unless given. */
  readonly reduction?: "mean" | "sum";
}

/**
 * What a sum is divided by: `count` for the mean, 1 for the sum. Throws on unknown options (`others` are known ones), and
 * where there is nothing to take the mean of: entries are seen to elsewhere, so it is their weights that are 0.
 */
export function divisorOf(
  name: string,
  options: ReductionOptions,
  others: readonly string[] = [],
): (count: number) => number {
  checkOptions(name, options, [...others, "reduction"]);
  const { reduction = "mean" } = options;
  checkChoice(name, "reduction", reduction, ["mean", "sum"]);
  return (count) => {
    if (reduction === "sum") return 1;
    if (count === 0) throw new Error("expected a label with a weight above 0, to take the mean");
    return count;
  };
}
