// How good are the tests of the verdict? Changes a seeded sample of places in the rooms that measure and judge, one at a time
// (a constant, a comparison, a term, a condition), runs the tests of the room and those of the verdict against each
// change, and prints the changes that no test notices:
//
//   npm run -s mutate -- --count 300 --seed 1     300 and 1 unless given
//   npm run -s mutate -- --rooms measure,judge    measure, judge, verdict and probes unless given
//   npm run -s mutate -- --only step.ts           files whose path has this in it
//   npm run -s mutate -- --workers 1              as many as there are cores, unless given
//
// No file is written. Its exit code is 1 where fewer than 90 % are noticed, of those that are not known to change nothing
// (`mutation/equivalent.ts`).
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { bundle } from "./mutation/bundle.ts";
import { equivalent } from "./mutation/equivalent.ts";
import { drawMutants, type Mutant } from "./mutation/places.ts";
import { tryProgram } from "./mutation/try-mutant.ts";

const { values: options } = parseArgs({
  options: {
    count: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    rooms: { type: "string", default: "measure,judge,verdict,probes" },
    only: { type: "string", default: "" },
    workers: { type: "string", default: String(availableParallelism()) },
  },
});

const src = "packages/gradcheck/src";
const rooms = options.rooms.split(",");
const roomOf = (file: string) => file.split("/")[3];
const isSource = (file: string) => file.endsWith(".ts") && !file.endsWith(".test.ts");
const files = rooms
  .flatMap((room) => readdirSync(`${src}/${room}`).map((file) => `${src}/${room}/${file}`))
  .filter((file) => isSource(file) && file.includes(options.only));
const sources = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));

// The tests have to pass as they are, and a mutant gets a few times as long.
let longest = 0;
for (const room of rooms) {
  const { killed, by, seconds } = await tryProgram(await bundle(room), 600);
  if (killed) throw new Error(`mutate: the tests of ${room} fail without any change: ${by}`);
  console.log(`${room}: ${by} in ${seconds.toFixed(1)} s`);
  longest = Math.max(longest, seconds);
}
const patience = Math.ceil(20 + 5 * longest);

const isKnown = ({ file, after }: Mutant) =>
  equivalent.some((known) => known.file === file && known.after === after);
const all = drawMutants(sources, Number(options.count), Number(options.seed));
const mutants = all.filter((mutant) => !isKnown(mutant));
const survivors: Mutant[] = [];
let tried = 0;

async function work(): Promise<void> {
  for (let mutant = mutants[tried++]; mutant !== undefined; mutant = mutants[tried++]) {
    const { file, line, before, after } = mutant;
    const { killed, by, seconds } = await tryProgram(await bundle(roomOf(file), mutant), patience);
    if (!killed) survivors.push(mutant);
    const how = killed ? `killed by ${by.split("\n")[0]}` : "SURVIVES";
    console.log(`${file.slice(src.length + 1)}:${line} ${how} (${seconds.toFixed(1)} s)`);
    if (!killed) console.log(`  - ${before}\n  + ${after}`);
  }
}
const start = performance.now();
await Promise.all(Array.from({ length: Number(options.workers) }, work));

const killed = mutants.length - survivors.length;
const score = killed / mutants.length;
console.log(`\n${survivors.length} survive:`);
for (const { file, line, before, after } of survivors)
  console.log(`${file}:${line}\n  - ${before}\n  + ${after}`);
console.log(
  `${killed} of ${mutants.length} mutants killed (${(100 * score).toFixed(1)} %), ${all.length - mutants.length} left out that change nothing, in ${((performance.now() - start) / 60_000).toFixed(1)} minutes; seed ${options.seed}`,
);
if (score < 0.9) process.exitCode = 1;
