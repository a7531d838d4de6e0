// Losses are a mean unless asked for the sum.
import { oneOf, type Readers } from "@nudge/core/internal";

/** The option of every loss. */
export interface ReductionOptions {
  /** Whether the loss is the mean or the sum. @defaultValue "mean" */
  readonly reduction?: "mean" | "sum";
}

/** What the option of every loss must be; the loss is the mean unless given. */
export const readersOfReduction = (): Readers<Required<ReductionOptions>> => ({
  reduction: oneOf(["mean", "sum"], "mean"),
});

/**
 * What a sum is divided by: `count` for the mean, 1 for the sum. Throws where there is nothing to take the mean of:
 * entries are seen to elsewhere, so it is their weights that are 0.
 */
export const divisorOf =
  (reduction: "mean" | "sum") =>
  (count: number): number => {
    if (reduction === "sum") return 1;
    if (count === 0) throw new Error("expected a label with a weight above 0, to take the mean");
    return count;
  };
