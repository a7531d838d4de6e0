// Losses are a mean unless asked for the sum.
import { checkOptions } from "@nudge/core";
import { checkChoice } from "../arguments.ts";

/** The option of every loss. */
export interface ReductionOptions {
  /** "mean" or "sum"; "mean" unless given. */
  readonly reduction?: "mean" | "sum";
}

/** What a sum is divided by: `count` for the mean, 1 for the sum. Throws on unknown options; `others` are known ones. */
export function divisorOf(
  name: string,
  options: ReductionOptions,
  others: readonly string[] = [],
): (count: number) => number {
  checkOptions(name, options, [...others, "reduction"]);
  const { reduction = "mean" } = options;
  checkChoice(name, "reduction", reduction, ["mean", "sum"]);
  return (count) => (reduction === "mean" ? count : 1);
}
