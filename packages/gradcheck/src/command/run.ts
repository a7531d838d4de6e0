// Runs checks one after another, in slices between which Ctrl-C is heard.
import { drainUntil } from "../verbs/drive.ts";
import { start } from "../verbs/start.ts";
import type { GradcheckReport } from "../words/report.ts";
import type { CheckOptions } from "../words/settings.ts";
import type { Planned } from "./plan.ts";
import { type Terminal, watch } from "./progress.ts";
import { UsageError } from "./usage.ts";

export interface Run {
  readonly overrides: CheckOptions;
  readonly signal: AbortSignal;
  readonly terminal: Terminal;
}

/** A report under the name of its check, with the command that repeats it. */
function named(report: GradcheckReport, { name, replay }: Planned): GradcheckReport {
  const subject = report.subject === name ? name : `${name}: ${report.subject}`;
  return { ...report, subject, replay };
}

/** Whether a verb refused its options: its message begins with its name, as that of no bug does. */
const isRefusal = (error: unknown): error is Error =>
  error instanceof Error && /^gradcheck(Loss|Function|Map)?: /.test(error.message);

/** Runs a check. Throws a `UsageError` where its options are wrong. When the signal is aborted, the report is of what was found so far, and no pass. */
export async function run(planned: Planned, { overrides, signal, terminal }: Run): Promise<GradcheckReport> {
  const watcher = watch(terminal, planned.name);
  try {
    const steps = start(planned.name, planned.subject, { ...planned.options, ...overrides });
    const report = named(await drainUntil(steps, { signal, onProgress: watcher.show }), planned);
    return signal.aborted && report.passed ? { ...report, verdict: "inconclusive", passed: false } : report;
  } catch (error) {
    if (!isRefusal(error)) throw error;
    throw new UsageError(`${planned.name}: ${error.message}`);
  } finally {
    watcher.end();
  }
}
