// The report as text: the verdict first, on one screen of 100 columns.
import type { Counts, EntryReport, GradcheckReport, TensorReport } from "./report.ts";

const headline = { pass: "passed", fail: "FAILED", inconclusive: "INCONCLUSIVE" };
const width = 100;

/** A ratio or an error: two digits. */
const short = (x: number) => (x === 0 || !Number.isFinite(x) ? String(x) : x.toExponential(1));
/** A value: seven digits. */
const value = (x: number) => {
  if (x === 0 || !Number.isFinite(x)) return String(x);
  const size = Math.abs(x);
  return size >= 1e-4 && size < 1e6 ? x.toPrecision(7) : x.toExponential(6);
};

const place = (index: readonly number[]) => (index.length === 0 ? "" : `[${index.join(", ")}]`);

function countsLine(counts: Counts): string {
  const parts = (["passed", "wrong", "kink", "unmeasurable", "inconclusive", "skipped"] as const)
    .filter((key) => counts[key] > 0 || key === "passed" || key === "wrong")
    .map((key) => `${counts[key]} ${key}`);
  return `${counts.entries} ${counts.entries === 1 ? "entry" : "entries"}: ${parts.join(", ")}`;
}

/** Columns padded to their widest cell; the first and last to the left, numbers to the right. */
function table(rows: readonly (readonly string[])[]): string[] {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  return rows.map((row) =>
    row
      .map((cell, column) =>
        column < 2 || column === row.length - 1 ? cell.padEnd(widths[column]) : cell.padStart(widths[column]),
      )
      .join("  ")
      .trimEnd(),
  );
}

function tensorRow({ name, shape, ratio, counts, verdict, diagnoses }: TensorReport): string[] {
  const said =
    diagnoses[0]?.message ?? (verdict === "fail" ? "no simple pattern" : verdict === "pass" ? "" : verdict);
  return [name, `[${shape.join(", ")}]`, short(ratio), `${counts.wrong}/${counts.entries}`, said];
}

function entryRow(name: string, { index, analytic, numeric, error, verdict }: EntryReport): string[] {
  return [`${name}${place(index)}`, "", value(analytic), `${value(numeric)} ± ${short(error)}`, verdict];
}

/** Lines of at most `width` columns, broken between words; what follows is indented as the first. */
function wrap(line: string, indent: string): string[] {
  const lines: string[] = [];
  let rest = line;
  while (rest.length > width) {
    const at = rest.lastIndexOf(" ", width);
    if (at <= indent.length) break;
    lines.push(rest.slice(0, at));
    rest = indent + rest.slice(at + 1);
  }
  return [...lines, rest];
}

/**
 * A report as text for the terminal: verdict and ratio, a table of the tensors, the worst entries, the findings.
 *
 * @example
 * import { gradcheckFunction, toText } from "@nudge/gradcheck";
 *
 * const cube = { name: "cube", theta: [1], value: ([x]: Float64Array) => x ** 3, gradient: ([x]: Float64Array) => [3 * x ** 2] };
 * console.log(toText(gradcheckFunction(cube)).split("\n")[0].slice(0, 21));
 * // gradient check passed
 */
export function toText(report: GradcheckReport): string {
  const { verdict, ratio, noiseRatio, counts, seed, evaluations, milliseconds, tensors, findings, subject } =
    report;
  const lines = [
    `gradient check ${headline[verdict]}  ratio ${short(ratio)} (a correct gradient would show ${short(noiseRatio)})`,
    ...wrap(subject, "  "),
    `${countsLine(counts)}  (seed ${seed}, ${evaluations} evaluations, ${milliseconds.toFixed(0)} ms)`,
    "",
    ...table([["tensor", "shape", "ratio", "wrong", ""], ...tensors.map(tensorRow)]).map((row) => `  ${row}`),
  ];
  const worst = tensors
    .flatMap(({ name, worst }) =>
      worst
        .filter((entry) => entry.verdict === "wrong" || entry.verdict === "inconclusive")
        .map((entry) => ({ name, entry })),
    )
    .slice(0, 5);
  if (worst.length > 0) {
    const rows = worst.map(({ name, entry }) => entryRow(name, entry));
    lines.push("", ...table([["worst", "", "analytic", "numeric", ""], ...rows]).map((row) => `  ${row}`));
  }
  if (findings.length > 0) lines.push("");
  for (const { kind, severity, message } of findings)
    lines.push(...wrap(`  ${severity} ${kind}: ${message}`, "    "));
  if (verdict !== "pass") lines.push("", ...wrap(`  replay  ${report.replay}`, "          "));
  return lines.join("\n");
}
