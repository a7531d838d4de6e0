// Every operation of public libraries under the checker, beside what is expected. Run: npm run trials [-- name ... --write]
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { parseArgs } from "node:util";
import { installPackages } from "../scripts/install-packages.ts";
import { overview, page, pageOf, summary } from "./document.ts";
import { findings } from "./findings/index.ts";
import { folderOf } from "./folder-of.ts";
import { judge } from "./judge.ts";
import { libraries } from "./libraries/index.ts";
import { outcomesOf } from "./outcomes-of.ts";
import { complaints, count, type Record } from "./record.ts";
import { reproduce } from "./reproduce.ts";
import type { Library } from "./trial.ts";

const docs = join(import.meta.dirname, "../docs");
const json = join(docs, "trials.json");

/** Nothing where the machine does not have the library. */
async function tried(library: Library): Promise<Record | undefined> {
  const { name, packages } = library;
  const folder = folderOf(library);
  if (Object.keys(packages).length > 0 && !installPackages(folder, packages))
    throw new Error(`trials: npm could not install ${name}`);
  const outcomes = await outcomesOf(library);
  if (outcomes.length === 0) return undefined;
  const found = findings[name] ?? [];
  return {
    library: name,
    packages,
    ops: judge(outcomes, found),
    findings: found.map((finding) => ({ ...finding, printed: reproduce(folder, finding) })),
  };
}

function write(records: readonly Record[]): void {
  mkdirSync(join(docs, "trials"), { recursive: true });
  writeFileSync(json, `${JSON.stringify(records, undefined, 2)}\n`);
  writeFileSync(join(docs, "trials.md"), overview(records));
  for (const record of records)
    if (record.findings.length > 0) writeFileSync(join(docs, pageOf(record.library)), page(record));
  const readme = join(docs, "../README.md");
  const text = readFileSync(readme, "utf8");
  writeFileSync(readme, text.replace(/^\[Tried on .*$/m, summary(records)));
}

const { values, positionals } = parseArgs({
  allowPositionals: true,
  options: { write: { type: "boolean", default: false } },
});
const unknown = positionals.find((name) => libraries.every((library) => library.name !== name));
if (unknown !== undefined)
  throw new Error(`trials: ${unknown} is none of ${libraries.map(({ name }) => name)}`);

const known: Record[] = existsSync(json) ? JSON.parse(readFileSync(json, "utf8")) : [];
const records: Record[] = [];
for (const library of libraries) {
  const { name } = library;
  const expected = known.find((record) => record.library === name);
  const isChosen = positionals.length === 0 || positionals.includes(name);
  const start = performance.now();
  const record = isChosen ? await tried(library) : undefined;
  if (record) {
    const seconds = ((performance.now() - start) / 1000).toFixed(1);
    const counts = (["right", "bug", "by design", "inconclusive", "unexplained", "false alarm"] as const)
      .map((verdict) => `${count(record, verdict)} ${verdict}`)
      .join(", ");
    console.log(`${name}: ${record.ops.length} operations: ${counts}; ${seconds} s`);
    const said = complaints(record, values.write ? record : expected);
    for (const complaint of said) console.log(`  ${complaint}`);
    if (said.length > 0) process.exitCode = 1;
  }
  const kept = record ?? expected;
  if (kept) records.push(kept);
}
if (values.write) write(records);
