import { check } from "./check.ts";
import { type AsyncOptions, drain, drainAsync } from "./drive.ts";
import { type CheckOptions, settingsOf } from "./options.ts";
import type { GradcheckReport } from "./report/report.ts";
import { type FunctionSubject, subjectOfFunction } from "./subject/function.ts";

function start(f: FunctionSubject, options: CheckOptions, more: readonly string[]) {
  const settings = settingsOf("gradcheckFunction", options, more);
  return check("gradcheckFunction", subjectOfFunction(f, settings.seed), settings);
}

export function gradcheckFunction(f: FunctionSubject, options: CheckOptions = {}): GradcheckReport {
  return drain(start(f, options, []));
}

/** As `gradcheckFunction`, between other work: for `signal` and `onProgress`. */
export async function gradcheckFunctionAsync(
  f: FunctionSubject,
  options: CheckOptions & AsyncOptions = {},
): Promise<GradcheckReport> {
  return drainAsync(start(f, options, ["signal", "onProgress"]), options);
}
