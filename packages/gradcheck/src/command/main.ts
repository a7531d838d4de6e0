// The command line from its arguments to its exit code.
import { writeFileSync } from "node:fs";
import { extname } from "node:path";
import { describe } from "@nudge/core/internal";
import { toHtml } from "../report/html/page.ts";
import { toJson } from "../report/json.ts";
import { textOf, toText } from "../report/text.ts";
import { count } from "../words/describe.ts";
import { printable } from "../words/printable.ts";
import type { GradcheckReport, Verdict } from "../words/report.ts";
import { type Arguments, readArguments } from "./arguments.ts";
import { help } from "./flags.ts";
import type { Modules } from "./load.ts";
import { type Plan, plan } from "./plan.ts";
import { list } from "./planned.ts";
import type { Terminal } from "./progress.ts";
import { run } from "./run.ts";
import { UsageError } from "./usage-error.ts";

/** What surrounds the command line. */
export interface Surroundings {
  readonly stdout: Terminal & { hasColors?(): boolean };
  readonly stderr: Terminal;
  /** Aborted by Ctrl-C. */
  readonly signal: AbortSignal;
  readonly version: string;
  /** The packages that files of checks share with the program. */
  readonly modules: Modules;
}

function write(file: string, text: string) {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${(error as Error).message}`);
  }
}

/** One page for each report: `report.html`, or where there are several `report-1.html`, `report-2.html`, ... */
function pages(file: string, reports: readonly GradcheckReport[]): [file: string, text: string][] {
  const extension = extname(file);
  const stem = file.slice(0, file.length - extension.length);
  const name = (k: number) => (reports.length === 1 ? file : `${stem}-${k + 1}${extension}`);
  return reports.map((report, k) => [name(k), toHtml(report)]);
}

/** Writes the files that are wanted, and gives their names. */
function writeFiles({ html, json }: Arguments, reports: readonly GradcheckReport[]): string[] {
  const files = html === undefined ? [] : pages(html, reports);
  if (json !== undefined)
    files.push([json, `[${reports.map((report) => toJson(report).trimEnd()).join(",\n")}]\n`]);
  for (const [file, text] of files) write(file, text);
  return files.map(([file]) => file);
}

/** How many checks came to which verdict, how many to none, and how many targets gave no checks, in one line. */
function summary(reports: readonly GradcheckReport[], faulty: number, unloaded: number): string {
  const countOf = (verdict: Verdict) => reports.filter((report) => report.verdict === verdict).length;
  const parts = [
    [countOf("pass"), "passed"],
    [countOf("fail"), "failed"],
    [countOf("inconclusive"), "inconclusive"],
    [faulty, "could not be run"],
  ] as const;
  const counted = parts.filter(([n]) => n > 0).map(([n, what]) => `${n} ${what}`);
  const rest = unloaded > 0 ? `; ${unloaded} could not be loaded` : "";
  return `${count(reports.length + faulty, "check")}: ${counted.join(", ")}${rest}`;
}

/** An error in one check: what was refused in a line, and anything else with its stack. */
function sayError(error: unknown, name: string): string {
  if (error instanceof UsageError) return `gradcheck: ${error.message}\n`;
  return `gradcheck: ${name} broke off\n${error instanceof Error ? error.stack : describe(error)}\n`;
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
  { checks, faults }: Plan,
  given: Arguments,
  { stdout, stderr, signal }: Surroundings,
): Promise<number> {
  for (const { message } of faults) stderr.write(printable(`gradcheck: ${message}\n`));
  if (checks.length === 0) return 2;
  if (given.list) {
    stdout.write(printable(`${list(checks)}\n`));
    return faults.length > 0 ? 2 : 0;
  }
  const text = { color: stdout.hasColors?.() ?? false, onlyWrong: given.onlyWrong };
  let gap = "";
  /** Prints a paragraph, with an empty line before all but the first. */
  const say = (paragraph: string) => {
    stdout.write(`${gap}${paragraph}\n`);
    gap = "\n";
  };
  const reports: GradcheckReport[] = [];
  let faulty = 0;
  for (const check of checks) {
    let report: GradcheckReport;
    try {
      report = await run(check, { overrides: given.overrides, signal, terminal: stderr });
    } catch (error) {
      faulty++;
      stderr.write(printable(sayError(error, check.name)));
      continue;
    }
    reports.push(report);
    if (signal.aborted) say("stopped; this was found so far:");
    if (signal.aborted) say(textOf(report, text, "entries that were not reached count as inconclusive"));
    else if (!given.onlyWrong || !report.passed) say(toText(report, text));
    if (signal.aborted) break;
  }
  const rest = checks.slice(reports.length + faulty);
  if (rest.length > 0) say(printable(`not run:\n${list(rest)}`));
  if (checks.length + faults.length > 1 || given.onlyWrong) say(summary(reports, faulty, faults.length));
  const written = writeFiles(given, reports);
  if (written.length > 0) say(printable(`wrote ${written.join(", ")}`));

  if (signal.aborted) return 130;
  if (faulty + faults.length > 0) return 2;
  const isFine = ({ verdict }: GradcheckReport) =>
    verdict === "pass" || (verdict === "inconclusive" && given.allowInconclusive);
  return reports.every(isFine) ? 0 : 1;
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
