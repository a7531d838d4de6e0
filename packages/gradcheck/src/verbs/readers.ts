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
import schema from "../report/schema/report.schema.json" with { type: "json" };
import type { FindingKind } from "../words/report.ts";
import { defaults, type GradcheckOptions } from "../words/settings.ts";
import type { GradcheckAsyncOptions } from "./options.ts";

/** As the schema of reports lists them. */
const findingKinds = schema.$defs.finding.properties.kind.enum as FindingKind[];

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
  allow: list("a list of kinds of findings", oneOf(findingKinds), defaults.allow),
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
