// The process of one library: runs all its trials, and sends each outcome to the one that started it.
import { createRequire } from "node:module";
import { join } from "node:path";
import { folderOf } from "./folder-of.ts";
import { libraries } from "./libraries/index.ts";
import type { Outcome } from "./outcome.ts";
import type { Trial } from "./trial.ts";
import { wordsOf } from "./words-of.ts";

async function outcomeOf({ op, at, check }: Trial): Promise<Outcome> {
  try {
    const report = await check();
    const { verdict, ratio } = report;
    return { op, at, verdict, ratio, words: verdict === "pass" ? "" : wordsOf(report) };
  } catch (error) {
    return { op, at, verdict: "fail", ratio: Number.NaN, words: `throws: ${(error as Error).message}` };
  }
}

const library = libraries.find(({ name }) => name === process.argv[2])!;
const load = createRequire(join(folderOf(library), "package.json"));
const trials = await library.open(async (id) => load(id));
for (const trial of trials ?? []) process.send!(await outcomeOf(trial));
process.disconnect();
