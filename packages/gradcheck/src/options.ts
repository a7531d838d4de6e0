// The options that every verb takes, checked at the door.
import { checkOptions } from "@nudge/core";

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

const names = Object.keys(defaults);

/** The options with their defaults. `own` are the names of the options that the verb has besides. */
export function settingsOf(verb: string, options: CheckOptions, own: readonly string[]): Settings {
  if (typeof options !== "object" || options === null)
    throw new Error(`${verb}: expected options such as { seed: 7 }, got ${options}`);
  checkOptions(verb, options, [...own, ...names]);
  const given = Object.entries(options).filter(([, value]) => value !== undefined);
  const settings: Settings = { ...defaults, ...Object.fromEntries(given) };
  const { epsilon, threshold, seed, points, training, tensors, skip, method, shortcuts } = settings;

  const refuse = (name: string, rule: string, got: unknown) => {
    throw new Error(
      `${verb}: ${name} must be ${rule}, got ${typeof got === "string" ? JSON.stringify(got) : got}`,
    );
  };
  const { signal, onProgress } = options as { signal?: unknown; onProgress?: unknown };
  if (signal !== undefined && !(signal instanceof AbortSignal)) refuse("signal", "an AbortSignal", signal);
  if (onProgress !== undefined && typeof onProgress !== "function")
    refuse("onProgress", "a function", onProgress);
  const positive = (value: unknown) => typeof value === "number" && value > 0 && Number.isFinite(value);
  if (epsilon !== undefined && !positive(epsilon)) refuse("epsilon", "a number above 0", epsilon);
  if (!positive(threshold) || threshold >= 1) refuse("threshold", "a number between 0 and 1", threshold);
  if (!Number.isSafeInteger(seed)) refuse("seed", "a whole number", seed);
  if (!Number.isSafeInteger(points) || points < 1) refuse("points", "a whole number from 1 on", points);
  if (typeof training !== "boolean") refuse("training", "true or false", training);
  if (method !== "full" && method !== "bisect") refuse("method", '"full" or "bisect"', method);
  if (typeof shortcuts !== "boolean") refuse("shortcuts", "true or false", shortcuts);
  for (const [name, list] of Object.entries({ tensors, skip })) {
    if (list === undefined) continue;
    if (!Array.isArray(list) || list.some((x) => typeof x !== "string"))
      refuse(name, "a list of names", list);
  }
  return { epsilon, threshold, seed, points, training, tensors, skip, method, shortcuts };
}
