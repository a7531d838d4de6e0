// What a person can set in every check, and what holds where nothing was said.

/** Options of every check. */
export interface CheckOptions {
  /** The first step, the same for every entry, instead of one chosen for each; only suspects shrink it. */
  epsilon?: number;
  /** The relative error of an entry from which on it matters; 1e-7 unless given. */
  threshold?: number;
  /** What inputs, parameters and upstream are drawn from; 0 unless given. */
  seed?: number;
  /** At how many points to check: the given one, and jittered ones; 1 unless given. */
  points?: number;
  /** Whether the passes run in training mode; true unless given. */
  training?: boolean;
  /** The names of the tensors to check; all unless given. */
  tensors?: readonly string[];
  /** The names of tensors with a declared surrogate gradient: they are counted as skipped. */
  skip?: readonly string[];
  /**
   * "full" measures every entry. "bisect" measures every tensor along a few random directions and halves those that
   * disagree down to the wrong entries: much faster where θ is big and right, and blind to small errors of single
   * entries. "full" unless given.
   */
  method?: "full" | "bisect";
  /** Whether to save work where the result is known to be the same; true unless given. */
  shortcuts?: boolean;
}

export type Settings = Required<Omit<CheckOptions, "epsilon" | "tensors">> &
  Pick<CheckOptions, "epsilon" | "tensors">;

export const defaults: Settings = {
  epsilon: undefined,
  threshold: 1e-7,
  seed: 0,
  points: 1,
  training: true,
  tensors: undefined,
  skip: [],
  method: "full",
  shortcuts: true,
};
