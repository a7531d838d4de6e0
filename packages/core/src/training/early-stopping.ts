// When no epoch has been better for a while, training has gone on long enough; the best epoch is what is kept.
import { quoted } from "../arguments/describe.ts";
import { readOptions } from "../arguments/options.ts";
import { count, flag, notNegative, type Reader, text } from "../arguments/reader.ts";
import { refusal } from "../arguments/refusal.ts";
import type { InitialTree, Output } from "../layer/contract.ts";
import type { Model } from "../layer/model.ts";
import { leavesOf, type Tree } from "../layer/tree.ts";
import type { Metrics } from "../metrics/metric.ts";
import type { Tensor, TypedArray } from "../tensor/tensor.ts";
import type { Memory } from "./memory.ts";

/** When training ends before its last epoch, and with which parameters. */
export interface EarlyStoppingOptions<Name extends string = string> {
  /** How many epochs in a row without improvement end the training. */
  readonly patience: number;
  /** An improvement is a score that is better than that of the last improvement by more than this. @defaultValue 0 */
  readonly minDelta?: number;
  /**
   * Whether the model is left as it was after the epoch with the best score, buffers too: when the epochs have ended, by
   * themselves or by `break`, and not when a step throws. @defaultValue true
   */
  readonly restoreBest?: boolean;
  /** Which score of the validation counts: "loss", or the name of one of the metrics. @defaultValue "loss" */
  readonly monitor?: "loss" | Name;
}

const readers = () => ({
  patience: count(),
  minDelta: notNegative(0),
  restoreBest: flag(true),
  monitor: text("loss"),
});

type EarlyStoppingSettings = Required<EarlyStoppingOptions>;

/** Reads the options; undefined where there is to be no early stopping. */
export const earlyStoppingReader: Reader<EarlyStoppingSettings | undefined> = {
  read: (caller, what, value) =>
    value === undefined
      ? undefined
      : readOptions(`${caller}: ${what}`, value as EarlyStoppingOptions, readers()),
};

/** 1 where less of a score is better, -1 where more is. */
function signOf(monitor: string, metrics: Metrics, caller: string): number {
  if (monitor === "loss") return 1;
  const metric = metrics.find(({ name }) => name === monitor);
  if (metric === undefined) {
    const names = ["loss", ...metrics.map(({ name }) => name)].map(quoted).join(", ");
    throw new Error(`${caller}: earlyStopping: no score is called ${quoted(monitor)}; there are ${names}`);
  }
  if (metric.better === "lower") return 1;
  if (metric.better === "higher") return -1;
  throw new Error(`${caller}: earlyStopping: ${metric} does not say whether higher or lower is better`);
}

/** Watches the scores of epochs. */
export interface EarlyStopping {
  /** Whether patience is at its end. */
  readonly isOver: boolean;
  /** Takes in the validation of the epoch that the model has just gone through. */
  see(validation: { readonly [name: string]: unknown }): void;
  /** Leaves the model as it was after its best epoch, if that was asked for. */
  restore(): void;
  remember(memory: Memory): void;
  recall(memory: Memory): void;
}

export function earlyStoppingOf(
  { theta, buffers }: Model<InitialTree, Output>,
  { patience, minDelta, restoreBest, monitor }: EarlyStoppingSettings,
  metrics: Metrics,
  caller: string,
): EarlyStopping {
  const sign = signOf(monitor, metrics, caller);
  const state = [theta, ...leavesOf(buffers as Tree<Tensor>).map(([, { data }]) => data)];
  let kept: readonly TypedArray[] | undefined;
  // Smaller is better from here on; NaN is never better.
  let best = Number.POSITIVE_INFINITY;
  let improved = Number.POSITIVE_INFINITY;
  let waited = 0;

  function keep(): void {
    kept ??= state.map((values) => values.slice());
    for (const [k, values] of state.entries()) kept[k].set(values);
  }

  return {
    get isOver() {
      return waited >= patience;
    },
    see(validation) {
      const score = validation[monitor];
      if (typeof score !== "number")
        throw refusal(caller, `earlyStopping: ${monitor} must be a number`, score);
      const value = sign * score;
      if (value < best) {
        best = value;
        if (restoreBest) keep();
      }
      if (value < improved - minDelta) {
        improved = value;
        waited = 0;
      } else waited++;
    },
    restore() {
      for (const [k, values] of kept?.entries() ?? []) state[k].set(values);
    },
    remember(memory) {
      memory.write("bestScores", [best, improved]);
      memory.write("waited", [waited]);
      for (const [k, values] of kept?.entries() ?? []) memory.keep(`best/${k}`, values);
    },
    recall(memory) {
      // A training may have been without early stopping before.
      if (!memory.numbers.has("bestScores")) return;
      [best, improved] = memory.read("bestScores", (numbers) => numbers.length === 2);
      waited = memory.readCount("waited");
      if (!restoreBest || best === Number.POSITIVE_INFINITY) return;
      kept = state.map((values) => values.slice());
      for (const [k, values] of kept.entries()) memory.fill(`best/${k}`, values);
    },
  };
}
