// Readers of the options that checks of all kinds of subjects have.
import {
  count,
  flag,
  kind,
  list,
  oneOf,
  optional,
  part,
  positive,
  type Readers,
  wholeNumber,
} from "@nudge/core/internal";
import { defaults, type GradcheckOptions } from "../words/settings.ts";
import type { GradcheckAsyncOptions } from "./options.ts";

const name = kind<string>("a name", (value) => typeof value === "string");

/** The options of every check. */
export const commonOptions = {
  epsilon: optional(positive()),
  threshold: optional(part()),
  seed: wholeNumber(defaults.seed),
  points: count(defaults.points),
  modes: oneOf(["both", "training", "evaluation"], defaults.modes),
  tensors: optional(list("a list of names", name)),
  skip: list("a list of names", name, defaults.skip),
  method: oneOf(["full", "bisect"], defaults.method),
  shortcuts: flag(defaults.shortcuts),
} satisfies Readers<GradcheckOptions>;

/** Those of the `Async` twins. */
export const asyncOptions = {
  signal: optional(kind<AbortSignal>("an AbortSignal", (value) => value instanceof AbortSignal)),
  onProgress: optional(
    kind<NonNullable<GradcheckAsyncOptions["onProgress"]>>(
      "a function",
      (value) => typeof value === "function",
    ),
  ),
} satisfies Readers<GradcheckAsyncOptions>;
