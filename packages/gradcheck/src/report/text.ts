// The report as text: the verdict first, on one screen of 100 columns.
import { formatShape } from "@nudge/core";
import { columns, flag, readOptions } from "@nudge/core/internal";
import { count, listWords, place } from "../words/describe.ts";
import { isMeasured, lacksGradient, whyNoRatio } from "../words/measured.ts";
import { printableAll } from "../words/printable.ts";
import type { Counts, EntryReport, Finding, GradcheckReport, TensorReport } from "../words/report.ts";
import { painted, type Style } from "./colors.ts";
import { expectReport } from "./expect-report.ts";
import { hintOf } from "./hint.ts";
import { shorten, wrap } from "./lines.ts";
import { unexplained } from "./unexplained.ts";

/** Options of `toText`. */
export interface TextOptions {
  /**
   * Whether to use the colours of a terminal.
   *
   * @defaultValue false
   */
  color?: boolean;
  /**
   * Whether to leave out the tensors that passed, and notes.
   *
   * @defaultValue false
   */
  onlyWrong?: boolean;
}

const textOptions = { color: flag(false), onlyWrong: flag(false) };

const width = 100;
/** Where there are fewer columns beside the table, what is said of a tensor stands below its line. */
const leastBeside = 36;
const mostSubjectLines = 4;
const mostTensors = 20;
const mostEntries = 5;
const mostFindings = 8;
const mostDiagnoses = 2;
const mostNames = 3;
/** A smaller error that is not seen is not missed by anyone. */
const leastMissed = 1e-5;

const headline = { pass: "passed", fail: "FAILED", inconclusive: "INCONCLUSIVE" } as const;
const colors = { pass: "green", fail: "red", inconclusive: "yellow", skipped: "dim" } as const;
type Paint = (text: string, ...styles: readonly Style[]) => string;

/** A ratio or an error: two digits. */
const short = (x: number) => (x === 0 || !Number.isFinite(x) ? String(x) : x.toExponential(1));
/** A share, rounded up to one digit. */
const percent = (share: number) => {
  const power = 10 ** Math.floor(Math.log10(100 * share));
  const digit = Math.ceil(Number(((100 * share) / power).toPrecision(9)));
  return `${Number((digit * power).toPrecision(1))} %`;
};
/** A value: seven digits. */
const value = (x: number) => {
  if (x === 0 || !Number.isFinite(x)) return String(x);
  const size = Math.abs(x);
  return size >= 1e-4 && size < 1e6 ? x.toPrecision(7) : x.toExponential(6);
};

/** What the check came to in numbers, beside its verdict. */
function headlineNumbers(report: GradcheckReport): string {
  const { ratio, noiseRatio, unverified } = report;
  const { entries, skipped } = report.counts;
  const checked = count(entries - skipped, "entry", "entries");
  const unseen = unverified > 0 ? `, ${unverified} of ${checked} not verified` : "";
  const leftOut = skipped > 0 && skipped < entries ? `, ${skipped} skipped` : "";
  const seen =
    whyNoRatio(report) ?? `ratio ${short(ratio)} (a correct gradient would show ${short(noiseRatio)})`;
  return seen + unseen + leftOut;
}

function listCounts(counts: Counts, keys: readonly (keyof Counts)[]): string {
  return keys.map((key) => `${counts[key]} ${key}`).join(", ");
}

function countsLine(counts: Counts): string {
  const keys = (["passed", "wrong", "kink", "unmeasurable", "inconclusive", "skipped"] as const).filter(
    (key) => counts[key] > 0 || key === "passed" || key === "wrong",
  );
  return `${count(counts.entries, "entry", "entries")}: ${listCounts(counts, keys)}`;
}

/** What the last column says of a tensor: why it is wrong, or what became of the entries that did not pass. */
function remarks({ name, verdict, counts, diagnoses }: TensorReport, report: GradcheckReport): string[] {
  if (diagnoses.length > 0)
    return diagnoses.slice(0, mostDiagnoses).map(({ message }, k) => (k === 0 ? message : `or: ${message}`));
  if (verdict === "fail") {
    const found = report.findings.find(({ tensor, severity }) => tensor === name && severity === "failure");
    return [found?.kind ?? unexplained(report)];
  }
  const others = (["kink", "unmeasurable", "inconclusive", "skipped"] as const).filter(
    (key) => counts[key] > 0,
  );
  return others.length > 0 ? [listCounts(counts, others)] : [];
}

/** The table of the tensors: what is said of each stands beside it, or below it where there is little room. */
function tensorTable(tensors: readonly TensorReport[], report: GradcheckReport, paint: Paint): string[] {
  const rows = tensors.map((tensor) => {
    const { name, shape, ratio, verdict, counts } = tensor;
    const hasRatio = isMeasured(tensor) && !lacksGradient(report, tensor);
    return [
      shorten(name, 32),
      shorten(formatShape(shape), 18),
      hasRatio ? short(ratio) : "-",
      verdict === "skipped" ? "-" : `${counts.wrong}/${counts.entries}`,
    ];
  });
  const [header, ...lines] = columns([["tensor", "shape", "ratio", "wrong"], ...rows], "llrr");
  const margin = "  ";
  const beside = width - header.length - 2 * margin.length;
  const room = beside < leastBeside ? width - 6 : beside;
  return [
    paint(margin + header.trimEnd(), "dim"),
    ...lines.flatMap((line, k) => {
      const { verdict } = tensors[k];
      const said = remarks(tensors[k], report).flatMap((remark) => wrap(remark, room));
      const indent = room === beside ? line.length + 2 * margin.length : 6;
      const first = room === beside ? margin + line + margin + (said.shift() ?? "") : margin + line;
      const full = [first.trimEnd(), ...said.map((text) => " ".repeat(indent) + text)];
      return verdict === "pass" ? full : full.map((text) => paint(text, colors[verdict]));
    }),
  ];
}

/** How large an error may be that was not seen, where the error bars hide more than the threshold lets through. */
function detectionLines({ tensors }: GradcheckReport, paint: Paint): string[] {
  const judged = tensors.filter(({ counts }) => counts.passed > 0);
  const blurred = judged.filter(
    ({ detectionLimit, threshold }) => detectionLimit >= leastMissed && detectionLimit > 2 * threshold,
  );
  if (blurred.length === 0) return [];
  const limit = Math.max(...blurred.map(({ detectionLimit }) => detectionLimit));
  const below = limit < 1 ? `below ${percent(limit)} of an entry` : "as large as an entry";
  const names = blurred.map(({ name }) => name);
  const where =
    names.length === judged.length
      ? "here"
      : `in ${names.length > mostNames ? count(names.length, "tensor") : listWords(names)}`;
  return wrap(`  an error ${below} cannot be seen ${where}`, width, "    ").map((line) => paint(line, "dim"));
}

/** The worst entries, taken in turn from the tensors that have any: no tensor hides another. */
function worstEntries(tensors: readonly TensorReport[]): { name: string; entry: EntryReport }[] {
  const lists = tensors.map(({ name, worst }) =>
    worst
      .filter(
        ({ verdict, numeric }) =>
          verdict === "wrong" || (verdict === "inconclusive" && !Number.isNaN(numeric)),
      )
      .map((entry) => ({ name, entry })),
  );
  const inTurn = Array.from({ length: mostEntries }, (_, k) => lists.flatMap((list) => list.slice(k, k + 1)));
  const chosen = new Set(inTurn.flat().slice(0, mostEntries));
  return lists.flat().filter((item) => chosen.has(item));
}

/** What became of an entry, and how far off it is where the digits that are shown do not say it. */
const outcome = ({ verdict, analytic, numeric }: EntryReport) =>
  verdict === "wrong" && value(analytic) === value(numeric)
    ? `wrong, by ${short(Math.abs(analytic - numeric))}`
    : verdict;

function entryTable(tensors: readonly TensorReport[], paint: Paint): string[] {
  const worst = worstEntries(tensors);
  if (worst.length === 0) return [];
  const rows = worst.map(({ name, entry }) => [
    shorten(place(name, entry.index), 40),
    value(entry.analytic),
    `${value(entry.numeric)} ± ${short(entry.error)}`,
    outcome(entry),
  ]);
  const [header, ...lines] = columns([["worst", "analytic", "numeric", ""], ...rows], "lrrl");
  return ["", paint(`  ${header.trimEnd()}`, "dim"), ...lines.map((line) => `  ${line}`)];
}

function findingLines(findings: readonly Finding[], paint: Paint): string[] {
  if (findings.length === 0) return [];
  const lines = findings.slice(0, mostFindings).flatMap(({ kind, severity, allowed, message }) => {
    const label = `  ${allowed ? "allowed" : severity} ${kind}:`;
    const [first, ...more] = wrap(`${label} ${message}`, width, "    ");
    return [paint(label, severity === "failure" ? "red" : "yellow") + first.slice(label.length), ...more];
  });
  const rest = findings.length - mostFindings;
  return ["", ...lines, ...(rest > 0 ? [`  and ${rest} more`] : [])];
}

/**
 * A report as text for the terminal, in 100 columns: verdict and ratio, when the check did not pass the line that repeats
 * it, which is never broken as it is to be pasted, then a table of the tensors, the worst entries, the findings, and a hint.
 * Throws on what is no report, and on unknown or wrong options.
 *
 * @example
 * import { gradcheckFunction, toText } from "@nudge/gradcheck";
 *
 * const cube = { name: "cube", theta: [1], value: ([x]: Float64Array) => x ** 3, gradient: ([x]: Float64Array) => [3 * x ** 2] };
 * console.log(toText(gradcheckFunction(cube)).split("\n")[0].slice(0, 21));
 * // gradient check passed
 */
export function toText(report: GradcheckReport, options?: TextOptions): string {
  expectReport("toText", report);
  return textOf(report, readOptions("toText", options, textOptions), hintOf(report));
}

/** As `toText`, with another hint, or none. */
export function textOf(
  given: GradcheckReport,
  { color, onlyWrong }: Required<TextOptions>,
  hint: string | undefined,
): string {
  const report = printableAll(given);
  const paint: Paint = color ? painted : (text) => text;
  const { verdict, drawn = [], surrogates = [], counts, method, seed, evaluations, milliseconds } = report;

  const [title, ...more] = wrap(report.subject, width, "  ");
  const subject = more.length < mostSubjectLines ? more : [...more.slice(0, mostSubjectLines - 2), "  …"];
  const isOf = (...verdicts: TensorReport["verdict"][]) =>
    report.tensors.filter(({ verdict }) => verdicts.includes(verdict));
  const wrong = isOf("fail", "inconclusive");
  const areAll = !onlyWrong && report.tensors.length <= mostTensors;
  const shown = areAll ? report.tensors : wrong.slice(0, mostTensors);
  const omitted = [
    [wrong.length - mostTensors, "did not pass"],
    [areAll ? 0 : isOf("pass").length, "passed"],
    [areAll ? 0 : isOf("skipped").length, "were skipped"],
  ] as const;
  const findings = onlyWrong
    ? report.findings.filter(({ severity }) => severity === "failure")
    : report.findings;

  const lines = [
    `gradient check ${paint(headline[verdict], colors[verdict], "bold")}  ${headlineNumbers(report)}`,
    paint(title, "bold"),
    ...subject,
    ...(report.source === undefined ? [] : wrap(`at ${report.source}`, width, "  ")),
    ...drawn.flatMap(({ name, shape }) => wrap(`${name} drawn, of shape ${formatShape(shape)}`, width, "  ")),
    ...(surrogates.length > 0
      ? wrap(
          `compared with the surrogate that is declared, not with forward: ${surrogates.join(", ")}`,
          width,
          "  ",
        )
      : []),
    `${countsLine(counts)}${method === "bisect" ? ", by random directions" : ""}  (seed ${seed}, ${count(evaluations, "evaluation")}, ${milliseconds.toFixed(0)} ms)`,
    ...(verdict === "pass" ? [] : [`  replay  ${report.replay}`]),
    ...(shown.length > 0 ? ["", ...tensorTable(shown, report, paint)] : []),
    ...omitted.filter(([n]) => n > 0).map(([n, what]) => paint(`  and ${n} more that ${what}`, "dim")),
    ...detectionLines(report, paint),
    ...entryTable(
      report.tensors.filter((tensor) => !lacksGradient(report, tensor)),
      paint,
    ),
    ...findingLines(findings, paint),
  ];
  if (hint !== undefined) lines.push("", ...wrap(`  hint    ${hint}`, width, "          "));
  return lines.join("\n");
}
