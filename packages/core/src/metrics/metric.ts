// A metric is what is watched but not trained on: a number, or another value, of all predictions and their targets.

import { quoted } from "../arguments/describe.ts";
import { hasFunctions } from "../arguments/has-functions.ts";
import { list, made, type Reader } from "../arguments/reader.ts";
import type { Tensor } from "../tensor/tensor.ts";

/** A value from all predictions for a set of data and their targets, reported under its name. */
export interface Metric<Name extends string = string, Score = number> {
  /** What it is reported under. */
  readonly name: Name;
  /** Which values are better; a metric that does not say it cannot be compared. */
  readonly better?: "higher" | "lower";
  /**
   * The value of all predictions and targets of a set of data, the rows of both along the first axis. The predictions are
   * probabilities where the loss says how outputs become some, and else the outputs; `classes` are the names that the model has.
   */
  evaluate(prediction: Tensor, target: Tensor, about?: { readonly classes?: readonly string[] }): Score;
  /** The code that makes it. */
  toString(): string;
}

/** Metrics of any values. */
export type Metrics = readonly Metric<string, unknown>[];

/** The loss, and what each metric gave under its name. */
export type Scores<M extends Metrics> = { readonly loss: number } & {
  readonly [One in M[number] as One["name"]]: ReturnType<One["evaluate"]>;
};

/** A list of metrics, no two of one name. */
export function metricsReader(): Reader<Metrics> {
  const isMetric = (value: unknown) => hasFunctions(value, "evaluate") && "name" in value;
  const metrics = list(
    "a list such as [accuracy()]",
    made<Metric<string, unknown>>("a metric such as accuracy()", isMetric),
    [],
  );
  return {
    read(caller, what, value) {
      const all = metrics.read(caller, what, value);
      const names = ["loss", ...all.map(({ name }) => name)];
      const second = names.findIndex((name, k) => names.indexOf(name) < k);
      if (second < 0) return all;
      const name = quoted(String(names[second]));
      throw new Error(`${caller}: ${what}[${second - 1}] has the name of another score, ${name}`);
    },
  };
}
