// A check as a value, which a file exports for the command line.
import { describe } from "@nudge/core/internal";
import { ArgumentError } from "../words/argument-error.ts";
import { allKinds } from "./kinds.ts";
import type { GradcheckSubject, OptionsArgument } from "./options.ts";
import { prepare } from "./prepare.ts";

// Registered, so that a check is known as one whichever copy of the package made it.
const mark = Symbol.for("@nudge/gradcheck check");

/** How many checks were defined. */
let defined = 0;

/** A check that the command line runs: what `defineCheck` gives. */
export interface DefinedCheck {
  /** What the command line calls it, and `--filter` looks for. */
  readonly name: string;
  /** What is checked. */
  readonly subject: unknown;
  /** The options of the check. */
  readonly options: object;
}

/**
 * Defines a check for the command line: `gradcheck FILE` runs every check that the file exports, under any name or in
 * an array.
 *
 * The options are those of the verb that checks such a subject: `gradcheck`, `gradcheckLoss`, `gradcheckFunction`,
 * `gradcheckHessian` or `gradcheckMap`. Throws on unknown or wrong options.
 *
 * @example
 * import { dense, meanSquaredError } from "@nudge/layers";
 * import { defineCheck } from "@nudge/gradcheck";
 *
 * export const layer = defineCheck("dense, a batch of 8", dense(4, 3), { input: [8, 4], seed: 7 });
 * export const loss = defineCheck("mean squared error", meanSquaredError(), { prediction: [8, 3], target: [8, 3] });
 * console.log(layer.name);
 * // dense, a batch of 8
 */
export function defineCheck<S extends GradcheckSubject>(
  name: string,
  subject: S,
  ...[options]: OptionsArgument<S>
): DefinedCheck {
  if (typeof name !== "string" || name === "")
    throw new ArgumentError(
      `defineCheck: the first argument is the name of the check, got ${describe(name)}`,
    );
  prepare(`defineCheck("${name}")`, allKinds, subject, options);
  return { [mark]: defined++, name, subject, options: options ?? {} } as DefinedCheck;
}

export const isDefinedCheck = (value: unknown): value is DefinedCheck =>
  typeof value === "object" && value !== null && mark in value;

/** Where a check stands among those that were defined: in the order of its file. */
export const orderOf = (check: DefinedCheck): number =>
  (check as unknown as { readonly [mark]: number })[mark];
