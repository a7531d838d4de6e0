// docs/trials.md, and a page for each library with what its maintainers should know.
import type { Judged } from "./judge.ts";
import { type Confirmed, count, type Record } from "./record.ts";

const verdicts = ["right", "bug", "by design", "inconclusive", "unexplained", "false alarm"] as const;

/** `@tensorflow/tfjs-core 4.22.0`; what does not come from npm has the version that is installed. */
const versions = ({ packages }: Record) =>
  Object.entries(packages)
    .map(([name, version]) => `${name} ${version}`)
    .join(", ") || "as installed";

/** Of "tfjs-core", its page. */
export const pageOf = (library: string): string => `trials/${library}.md`;

const table = (header: readonly string[], rows: readonly (readonly string[])[]): string => {
  const line = (cells: readonly string[]) =>
    `| ${cells.map((cell) => cell.replaceAll("|", "\\|").replaceAll(/\s+/g, " ")).join(" | ")} |`;
  return [line(header), line(header.map(() => "---")), ...rows.map(line)].join("\n");
};

/** Ticks around what the checker said: it speaks of `W[*]` and `x_1`. */
const code = (text: string) => `\`${text.replaceAll("`", "'")}\``;

function rowOf({ findings }: Record, { op, verdict, trials, wrong, at, words }: Judged): string[] {
  const told = findings.filter((finding) => finding.op === op);
  return [
    `**${op}**`,
    verdict,
    `${wrong} of ${trials}, such as ${at}`,
    code(words ?? ""),
    told.map(({ cause }) => cause).join(" ") || "no one has looked yet",
    told.map(({ source }) => source).join("; "),
    told.map(({ since }) => since ?? "").join(" "),
  ];
}

function sectionOf(record: Record): string {
  const { library, ops, findings } = record;
  const right = ops.filter(({ verdict }) => verdict === "right").map(({ op }) => op);
  const others = ops.filter(({ verdict }) => verdict !== "right");
  const header = [
    "operation",
    "verdict",
    "trials wrong",
    "in Nudge's words",
    "confirmed cause",
    "source",
    "since",
  ];
  return [
    `## ${library}`,
    `${versions(record)}. ${findings.length > 0 ? `[What its maintainers should know](${pageOf(library)}).` : ""}`.trim(),
    ...(others.length > 0
      ? [
          table(
            header,
            others.map((op) => rowOf(record, op)),
          ),
        ]
      : []),
    ...(right.length > 0 ? [`Right (${right.length}): ${right.join(", ")}.`] : []),
  ].join("\n\n");
}

/** Of all libraries, the sentence of the README. */
export function summary(records: readonly Record[]): string {
  const all = { ops: records.flatMap(({ ops }) => ops) };
  const alarms = count(all, "false alarm");
  const accused = `${alarms === 0 ? "none" : alarms} that ${alarms > 1 ? "are" : "is"} right`;
  return `[Tried on ${records.length} public libraries](docs/trials.md), TensorFlow.js among them, the checker found ${count(all, "bug")} of ${all.ops.length} operations whose gradient has a bug, each confirmed in its source, and accused ${accused}.`;
}

/** The page of all libraries. */
export function overview(records: readonly Record[]): string {
  const all = { ops: records.flatMap(({ ops }) => ops) };
  const trials = all.ops.reduce((sum, op) => sum + op.trials, 0);
  const shown = verdicts.filter((verdict) => verdict !== "unexplained" || count(all, verdict) > 0);
  const counts = (record: Pick<Record, "ops">) => shown.map((verdict) => String(count(record, verdict)));
  const rows = records.map((record) => [
    `[${record.library}](#${record.library
      .toLowerCase()
      .replaceAll(/[^a-z0-9 _-]/g, "")
      .replaceAll(" ", "-")})`,
    versions(record),
    String(record.ops.length),
    ...counts(record),
  ]);
  return `${[
    "# Trials",
    [
      "Public libraries that compute gradients, tried operation by operation with Nudge's checker: which gradients are right, which are",
      "wrong, and why.",
    ].join("\n"),
    [
      `${trials} trials of ${all.ops.length} operations and layers of ${records.length} libraries: ${count(all, "right")} right, ${count(all, "bug")} with a bug, ${count(all, "by design")} not the gradient by design,`,
      `${count(all, "inconclusive")} inconclusive, ${count(all, "false alarm")} false alarms.`,
    ].join("\n"),
    table(
      ["library", "version", "operations", ...shown],
      [...rows, ["all", "", String(all.ops.length), ...counts(all)]],
    ),
    [
      "Every operation is tried at several points: shapes that are square and not, ones, zeros, ties, repeated indices, borders, batches that",
      "broadcast. **Right** means that the gradient agreed with the measured slope at all of them. A **bug** is printed only after its cause was",
      "found in the published source, and a program without Nudge has printed something else than a closed form or an exact difference says",
      "it should; that program is run again with the trials. **By design** is what its authors mean not to be the gradient. **Inconclusive** is what could",
      "not be judged at some point. A **false alarm** is a right gradient that Nudge accuses.",
    ].join("\n"),
    "Written by `npm run trials -- --write`; the same as values is in [trials.json](trials.json). `npm run trials` fails when a verdict changes.",
    ...records.map(sectionOf),
  ].join("\n\n")}\n`;
}

/** What can be sent to the maintainers. */
function reportOf(
  record: Record,
  { op, cause, source, since, reproduction, expected, printed }: Confirmed,
): string {
  return [
    `## ${op}`,
    cause,
    [
      `- Versions: ${versions(record)}, Node 20${since === undefined ? "" : `; since ${since}`}`,
      `- Source: ${source}`,
    ].join("\n"),
    `\`\`\`js\n${reproduction.trim()}\n\`\`\``,
    `\`\`\`text\nexpected  ${expected.trim().replaceAll("\n", "\n          ")}\nactual    ${printed.replaceAll("\n", "\n          ")}\n\`\`\``,
  ].join("\n\n");
}

/** The page of one library. */
export function page(record: Record): string {
  const { library, findings } = record;
  const parts = (kind: Confirmed["kind"]) => findings.filter((finding) => finding.kind === kind);
  const group = (title: string, kind: Confirmed["kind"]) =>
    parts(kind).length > 0 ? [title, ...parts(kind).map((finding) => reportOf(record, finding))] : [];
  return `${[
    `# ${library}: gradients that are not those of the forward pass`,
    `What [the trials](../trials.md) found in ${versions(record)}, for its maintainers. Each program runs by itself, as a module beside an installed ${library}.`,
    ...group(`${parts("bug").length} with a bug:`, "bug"),
    ...group("By design, or as documented, not the gradient:", "by design"),
    ...group("Right, and accused by Nudge:", "false alarm"),
  ].join("\n\n")}\n`;
}
