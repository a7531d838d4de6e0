// A check as a value, which a file exports for the command line.
import { type Checkable, type OptionsArgument, start } from "../verbs/start.ts";

// Registered, so that a check is known as one whichever copy of the package made it.
const mark = Symbol.for("@nudge/gradcheck check");

/** A check to be run by the command line. */
export interface Check {
  readonly name: string;
  readonly subject: unknown;
  readonly options: object;
}

/**
 * Declares a check for the command line: `gradcheck FILE` runs every check that the file exports, under any name or in
 * an array.
 *
 * The options are those of the verb that checks such a subject: `gradcheck`, `gradcheckLoss`, `gradcheckFunction` or
 * `gradcheckMap`. Throws on unknown or wrong options.
 *
 * @example
 * import { dense, meanSquaredError } from "@nudge/layers";
 * import { check } from "@nudge/gradcheck";
 *
 * export const layer = check("dense, a batch of 8", dense(4, 3), { input: [8, 4], seed: 7 });
 * export const loss = check("mean squared error", meanSquaredError(), { prediction: [8, 3], target: [8, 3] });
 * console.log(layer.name);
 * // dense, a batch of 8
 */
export function check<S extends Checkable>(
  name: string,
  subject: S,
  ...[options]: OptionsArgument<S>
): Check {
  if (typeof name !== "string" || name === "")
    throw new Error(`check: the first argument is the name of the check, got ${JSON.stringify(name)}`);
  start(`check "${name}"`, subject, options);
  return { [mark]: true, name, subject, options: options ?? {} } as Check;
}

export const isCheck = (value: unknown): value is Check =>
  typeof value === "object" && value !== null && mark in value;
