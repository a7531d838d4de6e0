// The results of a run as workflow commands of GitHub Actions: annotations of the lines of what is wrong.
// https://docs.github.com/en/actions/reference/workflows-and-actions/workflow-commands
import { printable } from "../words/printable.ts";
import type { Results } from "./results.ts";
import { toText } from "./text.ts";

const codes = { "%": "%25", "\n": "%0A", ":": "%3A", ",": "%2C" } as const;
const encode = (text: string, signs: RegExp) =>
  printable(text).replaceAll(signs, (sign) => codes[sign as keyof typeof codes]);

const data = (text: string) => encode(text, /[%\n]/g);
const property = (text: string) => encode(text, /[%\n:,]/g);

function annotation(
  level: "error" | "warning",
  title: string,
  place: string | undefined,
  message: string,
): string {
  const [, file, line] = place?.match(/^(.*?)(?::(\d+))?$/s) ?? [];
  const properties = Object.entries({ file, line, title })
    .filter(([, value]) => value !== undefined)
    .map(([name, value]) => `${name}=${property(value as string)}`);
  return `::${level} ${properties.join(",")}::${data(message)}`;
}

/** An error for each check that failed and for all that has no report, a warning for each that was inconclusive. */
export function toGithub({ reports, faults }: Results): string {
  const lines = [
    ...reports
      .filter(({ passed }) => !passed)
      .map((report) => {
        const level = report.verdict === "fail" ? "error" : "warning";
        return annotation(level, report.subject, report.source, toText(report));
      }),
    ...faults.map(({ name, file, message }) => annotation("error", name, file, message)),
  ];
  return lines.map((line) => `${line}\n`).join("");
}
