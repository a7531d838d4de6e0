// The command line from its arguments to its exit code.
import { describe } from "@nudge/core/internal";
import { toGithub } from "../report/github.ts";
import { toJunit } from "../report/junit.ts";
import { type Fault, isFine, type Results } from "../report/results.ts";
import { toTap } from "../report/tap.ts";
import { printable } from "../words/printable.ts";
import type { GradcheckReport } from "../words/report.ts";
import { type Arguments, readArguments } from "./arguments.ts";
import { help } from "./flags.ts";
import type { Modules } from "./load.ts";
import { jsonOf, standardOutput, tryOutputs, writeOutputs } from "./outputs.ts";
import { type Plan, plan } from "./plan.ts";
import { list } from "./planned.ts";
import type { Terminal } from "./progress.ts";
import { run } from "./run.ts";
import { speaker, summary } from "./say.ts";
import { UsageError } from "./usage-error.ts";

/** What surrounds the command line. */
export interface Surroundings {
  readonly stdout: Terminal;
  readonly stderr: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly version: string;
  /** The packages that files of checks share with the program. */
  readonly modules: Modules;
}

/** What may be printed in place of text, once all checks are through. */
const views: { readonly [name in Exclude<Arguments["reporter"], "text">]: (results: Results) => string } = {
  junit: toJunit,
  tap: toTap,
  github: toGithub,
  json: ({ reports }) => jsonOf(reports),
};

/** What is wrong with a check that has no report: what was refused in a line, and anything else with its stack. */
function messageOf(error: unknown, name: string): string {
  if (error instanceof UsageError) return error.message;
  return `${name} broke off\n${error instanceof Error ? error.stack : describe(error)}`;
}

async function runAll(given: Arguments, around: Surroundings): Promise<number> {
  const planned = await plan(given, around.modules);
  try {
    return await runChecks(planned, given, around);
  } finally {
    for (const check of planned.checks) check.close?.();
  }
}

async function runChecks(
  { checks, faults: unloaded }: Plan,
  given: Arguments,
  { stdout, stderr, signal }: Surroundings,
): Promise<number> {
  const faults: Fault[] = [];
  const fault = (one: Fault) => {
    faults.push(one);
    stderr.write(printable(`gradcheck: ${one.message}\n`));
  };
  unloaded.forEach(fault);
  if (given.list) {
    if (checks.length > 0) stdout.write(printable(`${list(checks)}\n`));
    return faults.length > 0 ? 2 : 0;
  }
  tryOutputs(given);
  // What others are to read goes to standard output alone.
  const out = [given.html, given.json].includes(standardOutput) ? stderr : stdout;
  const isText = given.reporter === "text";
  const { say, report: sayReport } = speaker(isText ? out : { write: () => undefined }, given);
  const reports: GradcheckReport[] = [];
  for (const check of checks) {
    try {
      const report = await run(check, { overrides: given.overrides, signal, terminal: stderr });
      reports.push(report);
      sayReport(report, signal.aborted);
    } catch (error) {
      fault({ name: check.name, file: check.file, message: messageOf(error, check.name) });
    }
    if (signal.aborted) break;
  }
  const faulty = faults.length - unloaded.length;
  const rest = checks.slice(reports.length + faulty);
  if (rest.length > 0) say(printable(`not run:\n${list(rest)}`));
  if (checks.length > 0 && (checks.length + unloaded.length > 1 || given.onlyWrong))
    say(summary(reports, faulty, unloaded.length));
  if (given.reporter !== "text") {
    const stopped = rest.map(({ name, file }) => ({ name, file, message: "not run: the run was stopped" }));
    out.write(views[given.reporter]({ ...given, reports, faults: [...faults, ...stopped] }));
  }
  const written = writeOutputs(given, reports, stdout);
  if (written.length > 0) say(printable(`wrote ${written.join(", ")}`));

  if (signal.aborted) return 130;
  if (faults.length > 0) return 2;
  return reports.every((report) => isFine(report, given)) ? 0 : 1;
}

/** Runs the command line with the arguments behind the program's name, and gives its exit code. */
export async function main(argv: readonly string[], around: Surroundings): Promise<number> {
  try {
    const given = readArguments(argv);
    if (given.help || given.version) {
      around.stdout.write(`${given.help ? help : around.version}\n`);
      return 0;
    }
    return await runAll(given, around);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    around.stderr.write(printable(`gradcheck: ${error.message}\n`));
    return 2;
  }
}
