// The options that every verb takes, checked at the door.
import { checkOptions } from "@nudge/core/internal";
import { type CheckOptions, defaults, type Settings } from "../words/settings.ts";

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
