// The options of every check, and their defaults.
import type { FindingKind } from "./report.ts";

/** Options of every check. */
export interface GradcheckOptions {
  /**
   * The first step, the same for every entry; only entries in doubt are measured at other steps.
   *
   * @defaultValue one chosen for each entry
   */
  epsilon?: number;
  /**
   * The relative error from which on an entry is wrong, above 0 and below 1.
   *
   * @defaultValue 1e-7, and 1e-4 for a subject whose outputs are all rounded to float32
   */
  threshold?: number;
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
   * The names of tensors with a declared surrogate gradient: they are counted as skipped.
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
export type SettledSettings = Settings & { readonly threshold: number };

/** Whether the passes run in training mode, where nothing else is asked for. */
export const isTraining = (modes: Settings["modes"]): boolean => modes !== "evaluation";

/** The threshold where none is given, for outputs of either precision: float32 formulas of seven digits are right too. */
export const thresholds = { float64: 1e-7, float32: 1e-4 };

export const defaults: Settings = {
  epsilon: undefined,
  threshold: undefined,
  seed: 0,
  points: 1,
  modes: "both",
  tensors: undefined,
  skip: [],
  allow: [],
  method: "full",
  shortcuts: true,
};
