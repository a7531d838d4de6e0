// The files that a run writes, and their texts.
import { closeSync, existsSync, mkdirSync, openSync, rmSync, writeFileSync } from "node:fs";
import { dirname } from "node:path";
import { toHtml } from "../report/html/page.ts";
import { toJson } from "../report/json.ts";
import type { GradcheckReport } from "../words/report.ts";
import type { Arguments } from "./arguments.ts";
import type { Terminal } from "./progress.ts";
import { UsageError } from "./usage-error.ts";

/** What stands for standard output in place of a file. */
export const standardOutput = "-";

/** All reports as one JSON array. */
export const jsonOf = (reports: readonly GradcheckReport[]) =>
  `[${reports.map((report) => toJson(report).trimEnd()).join(",\n")}]\n`;

const namesOf = ({ html, json }: Arguments) => [html, json].filter((file) => file !== undefined);

function attempt(file: string, act: () => void) {
  try {
    act();
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${(error as Error).message}`);
  }
}

/** Makes the folders of the files that are wanted, and tries whether they can be written: nobody wants to check for nothing. */
export function tryOutputs(given: Arguments): void {
  for (const file of namesOf(given).filter((name) => name !== standardOutput))
    attempt(file, () => {
      mkdirSync(dirname(file), { recursive: true });
      const isNew = !existsSync(file);
      closeSync(openSync(file, "a"));
      if (isNew) rmSync(file);
    });
}

/** Writes the reports where they are wanted, and gives the names of the files. A page of no report is not written. */
export function writeOutputs(
  given: Arguments,
  reports: readonly GradcheckReport[],
  stdout: Terminal,
): string[] {
  const texts = [
    [reports.length === 0 ? undefined : given.html, () => toHtml(reports)],
    [given.json, () => jsonOf(reports)],
  ] as const;
  return texts.flatMap(([file, text]) => {
    if (file === undefined) return [];
    if (file === standardOutput) {
      stdout.write(text());
      return [];
    }
    attempt(file, () => writeFileSync(file, text()));
    return [file];
  });
}
