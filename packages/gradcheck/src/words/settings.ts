// The options of every check, and their defaults.
import { type ByName, valueFor } from "./by-name.ts";
import type { FindingKind } from "./report.ts";

/** Between which values numbers lie, both included; infinite where there is no such end. */
export type Interval = readonly [least: number, greatest: number];

/** Options of every check. */
export interface GradcheckOptions {
  /**
   * The first step, the same for every entry; only entries in doubt are measured at other steps. One for all tensors, or by
   * name, as in `{ "*.bias": 1e-4 }`: `*` stands for any characters, the name of a tensor goes before a name with `*`, and
   * of several such the last one counts.
   *
   * @defaultValue one chosen for each entry
   */
  epsilon?: number | ByName<number>;
  /**
   * The relative error from which on an entry is wrong, above 0 and below 1. One for all tensors, or by name as `epsilon`.
   *
   * @defaultValue 1e-7, and 1e-4 for a subject whose outputs are all rounded to float32
   */
  threshold?: number | ByName<number>;
  /**
   * Between which values entries have to stay, by name as `epsilon`: `{ theta: [0, Infinity] }`. The subject is never called
   * outside; an entry at an end is compared with the slope to the side that is inside.
   *
   * @defaultValue {}
   */
  bounds?: ByName<Interval>;
  /**
   * What inputs, parameters and upstream are drawn from, a whole number.
   *
   * @defaultValue 0
   */
  seed?: number;
  /**
   * At how many points to check: the given one, and others near it.
   *
   * @defaultValue 1
   */
  points?: number;
  /**
   * In which modes the passes are checked. "both" checks training mode fully and evaluation mode by one direction for each
   * tensor; "training" or "evaluation" checks that one fully, and does not look at the other: for a gradient that is meant
   * for one mode alone.
   *
   * @defaultValue "both"
   */
  modes?: "both" | "training" | "evaluation";
  /**
   * The names of the tensors to check.
   *
   * @defaultValue all
   */
  tensors?: readonly string[];
  /**
   * The names of tensors to leave out: they are counted as skipped, nothing is found about them, and nothing says that they
   * are right.
   *
   * @defaultValue []
   */
  skip?: readonly string[];
  /**
   * The kinds of findings that do not matter here: a failure of one of them is a note, which the report shows as allowed.
   * Entries that are wrong stay so.
   *
   * @defaultValue []
   */
  allow?: readonly FindingKind[];
  /**
   * "full" measures every entry. "bisect" measures every tensor along a few random directions, and halves those that
   * disagree down to the wrong entries. An entry passes by a direction that shows it to a tenth of its gradient; the few
   * others are measured one by one, and where they are too many the check is inconclusive. It is much faster where θ is
   * big and right, and blind to errors of single entries below the `detectionLimit` of their tensor.
   *
   * @defaultValue "full"
   */
  method?: "full" | "bisect";
  /**
   * Whether to save work where the result is known to be the same.
   *
   * @defaultValue true
   */
  shortcuts?: boolean;
}

type Open = "epsilon" | "tensors" | "threshold";

/** The options of a check with their defaults; those that depend on the subject are open unless they are given. */
export type Settings = Required<Omit<GradcheckOptions, Open>> & Pick<GradcheckOptions, Open>;

/** The same, once the subject has been seen. */
export type SettledSettings = Omit<Settings, "threshold"> & { readonly threshold: Threshold };

/** Whether the passes run in training mode, where nothing else is asked for. */
export const isTraining = (modes: Settings["modes"]): boolean => modes !== "evaluation";

/** The relative error from which on an entry is wrong. */
export interface Threshold {
  /** That of tensors which are given none of their own. */
  readonly standard: number;
  of(tensor: { readonly name: string }): number;
}

export function thresholdOf(given: Settings["threshold"], precision: keyof typeof thresholds): Threshold {
  const standard = typeof given === "number" ? given : thresholds[precision];
  const own = typeof given === "object" ? given : {};
  return { standard, of: ({ name }) => valueFor(own, name) ?? standard };
}

/** The first step in a tensor, where the options say it. */
export const epsilonOf = (given: Settings["epsilon"], { name }: { readonly name: string }) =>
  typeof given === "object" ? valueFor(given, name) : given;

/** The threshold where none is given, for outputs of either precision: float32 formulas of seven digits are right too. */
export const thresholds = { float64: 1e-7, float32: 1e-4 };

export const defaults: Settings = {
  epsilon: undefined,
  threshold: undefined,
  bounds: {},
  seed: 0,
  points: 1,
  modes: "both",
  tensors: undefined,
  skip: [],
  allow: [],
  method: "full",
  shortcuts: true,
};
