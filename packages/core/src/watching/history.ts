// A history is what training came to, epoch by epoch; its curves are the numbers that each epoch has.
import { kind, list } from "../arguments/reader.ts";

/** What `fit` returns, or what `train` gave, in a list. */
export type History = readonly {
  readonly epoch: number;
  readonly step: number;
  readonly loss: number;
  readonly training?: { readonly [score: string]: unknown };
  readonly validation?: { readonly [score: string]: unknown };
}[];

/** The numbers of one score, over what it was measured on, as training went on. */
export interface Curve {
  /** The rows: those of each batch before the step on it, all that are trained on, or those of validation. */
  readonly of: "batches" | "training" | "validation";
  readonly score: string;
  /** `loss`, `validation accuracy`. */
  readonly name: string;
  /** One value for each epoch, NaN where it has none. */
  readonly values: readonly number[];
}

const isRecord = (value: unknown): value is { readonly [name: string]: unknown } =>
  typeof value === "object" && value !== null;

const isEpoch = (value: unknown) =>
  isRecord(value) &&
  ["epoch", "step", "loss"].every((name) => typeof value[name] === "number") &&
  ["training", "validation"].every((name) => value[name] === undefined || isRecord(value[name]));

/** The history itself; throws, beginning with `caller`, when it is not one, or empty. */
export function readHistory(caller: string, history: History): History {
  const epochs = list<History[number]>(
    "a list of epochs such as fit returns",
    kind("an epoch such as fit gives", isEpoch),
  );
  const read = epochs.read(caller, "history", history);
  if (read.length === 0) throw new Error(`${caller}: history has no epochs`);
  return read;
}

/** The curves of a history; scores that are no numbers, such as confusion matrices, have none. */
export function curvesOf(history: History): Curve[] {
  const numbers = (read: (epoch: History[number]) => unknown) =>
    history.map((epoch) => {
      const value = read(epoch);
      return typeof value === "number" ? value : Number.NaN;
    });
  const loss: Curve = { of: "batches", score: "loss", name: "loss", values: numbers((epoch) => epoch.loss) };
  const others = (["training", "validation"] as const).flatMap((of) => {
    const all = history.flatMap((epoch) => Object.entries(epoch[of] ?? {}));
    const scores = new Set(all.filter(([, value]) => typeof value === "number").map(([score]) => score));
    return Array.from(scores, (score): Curve => {
      return { of, score, name: `${of} ${score}`, values: numbers((epoch) => epoch[of]?.[score]) };
    });
  });
  return [loss, ...others];
}

/** Where the least and the greatest of the finite values are; undefined where there is none. */
export function extremesOf(values: readonly number[]): { lowest: number; highest: number } | undefined {
  let [lowest, highest] = [-1, -1];
  for (const [k, value] of values.entries()) {
    if (!Number.isFinite(value)) continue;
    if (lowest < 0 || value < values[lowest]) lowest = k;
    if (highest < 0 || value > values[highest]) highest = k;
  }
  return lowest < 0 ? undefined : { lowest, highest };
}
