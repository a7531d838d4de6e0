// Losses are a mean unless asked for the sum.
import type { Tensor } from "@nudge/core";
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
 * What a sum is divided by: `count` for the mean, 1 for the sum. A count of 0 comes of weights. Those of rows may all be 0 in a
 * batch, and make the sum 0: so is the mean then. Without them it is those of the classes that are 0, and there is nothing to
 * take the mean of.
 */
export const divisorOf =
  (reduction: "mean" | "sum") =>
  (count: number, weights?: Tensor): number => {
    if (reduction === "sum" || (count === 0 && weights !== undefined)) return 1;
    if (count === 0) throw new Error("expected a label with a weight above 0, to take the mean");
    return count;
  };
