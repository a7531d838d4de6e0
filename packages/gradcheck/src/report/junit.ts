// The results of a run in the XML of JUnit, as servers of continuous integration read it: the schema of Jenkins, junit-10.xsd.
import { printable } from "../words/printable.ts";
import type { GradcheckReport } from "../words/report.ts";
import { type Fault, isFine, type Results } from "./results.ts";
import { toText } from "./text.ts";

/** Text in XML 1.0: halves of characters, and U+FFFE and U+FFFF, may not be in it at all. */
const xml = (text: string) =>
  printable(text)
    .replaceAll(/[\uFFFE\uFFFF]|\p{Surrogate}/gu, "\uFFFD")
    .replaceAll(/[&<>"\n]/g, (sign) => `&#${sign.charCodeAt(0)};`);

const attributes = (values: Readonly<Record<string, string | number>>) =>
  Object.entries(values)
    .map(([name, value]) => ` ${name}="${xml(String(value))}"`)
    .join("");

/** In seconds. */
const timeOf = ({ milliseconds }: GradcheckReport) => (milliseconds / 1000).toFixed(3);

const testcase = (values: Readonly<Record<string, string | number>>, outcome = "") =>
  `    <testcase${attributes(values)}>${outcome}</testcase>`;

function ofReport(report: GradcheckReport, results: Results): string {
  const { subject, source, verdict } = report;
  const values = {
    name: subject,
    classname: source?.replace(/:\d+$/, "") ?? "gradcheck",
    time: timeOf(report),
  };
  if (verdict === "pass") return testcase(values);
  if (isFine(report, results)) return testcase(values, `<skipped${attributes({ message: verdict })}/>`);
  const text = toText(report);
  const [message] = text.split("\n");
  return testcase(values, `<failure${attributes({ type: verdict, message })}>${xml(text)}</failure>`);
}

function ofFault({ name, file = "gradcheck", message }: Fault): string {
  const [first] = message.split("\n");
  const error = `<error${attributes({ type: "error", message: first })}>${xml(message)}</error>`;
  return testcase({ name, classname: file }, error);
}

/** A run as one suite: what failed or was inconclusive is a failure, what has no report an error. */
export function toJunit(results: Results): string {
  const { reports, faults } = results;
  const isSkipped = (report: GradcheckReport) => report.verdict !== "pass" && isFine(report, results);
  const counts = {
    tests: reports.length + faults.length,
    failures: reports.filter((report) => !isFine(report, results)).length,
    errors: faults.length,
    time: (reports.reduce((sum, { milliseconds }) => sum + milliseconds, 0) / 1000).toFixed(3),
  };
  const skipped = reports.filter(isSkipped).length;
  return `<?xml version="1.0" encoding="UTF-8"?>
<testsuites${attributes({ name: "gradcheck", ...counts })}>
  <testsuite${attributes({ name: "gradcheck", ...counts, skipped })}>
${[...reports.map((report) => ofReport(report, results)), ...faults.map(ofFault)].join("\n")}
  </testsuite>
</testsuites>
`;
}
