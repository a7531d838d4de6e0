// The results of a run in the Test Anything Protocol, version 14: https://testanything.org/tap-version-14-specification.html
import { printable } from "../words/printable.ts";
import { isFine, type Results } from "./results.ts";
import { toText } from "./text.ts";

/** A description, in which # would begin a directive. */
const describe = (text: string) => printable(text).replaceAll("\n", " ").replaceAll(/[\\#]/g, "\\$&");

/** What is said of a test that is not ok: YAML, indented by two, with its text in a block of lines as they are. */
const diagnostic = (values: Readonly<Record<string, string>>, text: string) => [
  "  ---",
  ...Object.entries(values).map(([name, value]) => `  ${name}: ${JSON.stringify(printable(value))}`),
  "  text: |2",
  ...printable(text)
    .split("\n")
    .map((line) => `    ${line}`.trimEnd()),
  "  ...",
];

/** A run as test points: what failed or was inconclusive is not ok, and neither is what has no report. */
export function toTap(results: Results): string {
  const { reports, faults } = results;
  const points = [
    ...reports.map((report) => {
      const { subject, verdict, source, replay } = report;
      if (verdict === "pass") return { ok: true, rest: [describe(subject)] };
      if (isFine(report, results)) return { ok: true, rest: [`${describe(subject)} # SKIP ${verdict}`] };
      const values = { severity: verdict, ...(source !== undefined && { at: source }), replay };
      return { ok: false, rest: [describe(subject), ...diagnostic(values, toText(report))] };
    }),
    ...faults.map(({ name, message }) => ({
      ok: false,
      rest: [describe(name), ...diagnostic({ severity: "error" }, message)],
    })),
  ];
  const lines = points.flatMap(({ ok, rest: [description, ...more] }, k) => [
    `${ok ? "ok" : "not ok"} ${k + 1} - ${description}`,
    ...more,
  ]);
  return `${["TAP version 14", `1..${points.length}`, ...lines].join("\n")}\n`;
}
