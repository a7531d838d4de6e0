// Runs checks one after another, in slices between which Ctrl-C is heard.
import { allKinds } from "../verbs/kinds.ts";
import { prepare } from "../verbs/prepare.ts";
import { drainInSlices } from "../verbs/run.ts";
import { ArgumentError } from "../words/argument-error.ts";
import type { GradcheckReport } from "../words/report.ts";
import type { GradcheckOptions } from "../words/settings.ts";
import type { Planned } from "./planned.ts";
import { type Terminal, watch } from "./progress.ts";
import { UsageError } from "./usage-error.ts";

export interface Run {
  readonly overrides: GradcheckOptions;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
}

/** A report under the name of its check, with the command that repeats it. What the name begins with is not said twice. */
function named(report: GradcheckReport, { name, replay, source }: Planned): GradcheckReport {
  const isSaid = name.startsWith(report.subject) && !/^\w/.test(name.slice(report.subject.length));
  const subject = isSaid ? name : `${name}: ${report.subject}`;
  return { ...report, ...(source !== undefined && { source }), subject, replay };
}

/**
 * Runs a check. Throws a `UsageError` where its options are wrong. When the signal is aborted, the report is of what was
 * found so far, and never a pass.
 */
export async function run(planned: Planned, { overrides, signal, terminal }: Run): Promise<GradcheckReport> {
  const watcher = watch(terminal, planned.name);
  try {
    const options = { ...planned.options, ...overrides };
    const steps = prepare(planned.name, allKinds, planned.subject, options);
    const report = named(await drainInSlices(steps, { signal, onProgress: watcher.show }), planned);
    return signal.aborted && report.passed ? { ...report, verdict: "inconclusive", passed: false } : report;
  } catch (error) {
    throw error instanceof ArgumentError ? new UsageError(error.message) : error;
  } finally {
    watcher.end();
  }
}
