// The one way into a check: verbs, `assertGradients`, the matcher and the command line go through it, and every refusal
// begins with the name of the one that was called.
import { type Readers, readOptions } from "@nudge/core/internal";
import { ArgumentError } from "../words/argument-error.ts";
import type { Steps } from "../words/progress.ts";
import type { GradcheckReport } from "../words/report.ts";
import type { Settings } from "../words/settings.ts";
import { checkInSteps } from "./check-in-steps.ts";
import { expectKind, type Kind, subjectOfKind } from "./kinds.ts";
import { commonOptions } from "./readers.ts";

/** Reads options as core does, and refuses them with an `ArgumentError`. */
function read<R extends Readers<object>>(caller: string, options: unknown, readers: R) {
  try {
    return readOptions(caller, options as object | undefined, readers);
  } catch (error) {
    throw new ArgumentError((error as Error).message);
  }
}

/** An error with the name of the caller before it, where something given was refused. */
function underName(caller: string, error: unknown): unknown {
  return error instanceof ArgumentError ? new ArgumentError(`${caller}: ${error.message}`) : error;
}

function* steps(caller: string, unnamed: Steps<GradcheckReport>): Steps<GradcheckReport> {
  try {
    return yield* unnamed;
  } catch (error) {
    throw underName(caller, error);
  }
}

/**
 * A check that is ready to run. Throws an `ArgumentError` that begins with the name of the caller when the subject is of
 * none of these kinds, or has other options than these; `more` are options that the caller takes besides.
 */
export function prepare(
  caller: string,
  kinds: readonly Kind[],
  subject: unknown,
  options: unknown,
  more: Readers<object> = {},
): Steps<GradcheckReport> {
  const kind = expectKind(caller, subject, kinds);
  const given = read(caller, options, { ...kind.options, ...commonOptions, ...more });
  const names = Object.keys(commonOptions) as (keyof Settings)[];
  const settings = Object.fromEntries(names.map((name) => [name, given[name]])) as unknown as Settings;
  try {
    return steps(caller, checkInSteps(subjectOfKind(kind, subject as object, given), settings));
  } catch (error) {
    throw underName(caller, error);
  }
}
