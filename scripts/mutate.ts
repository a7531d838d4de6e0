// How good are the tests of the verdict? Changes a seeded sample of places in the rooms that measure and judge, one at a time
// (a constant, a comparison, a term, a condition), runs the tests of the room and those of the verdict against each
// change, and prints the changes that no test notices:
//
//   npm run -s mutate -- --count 300 --seed 1     300 and 1 unless given
//   npm run -s mutate -- --from 72                goes on with the 72nd of them: 1 unless given
//   npm run -s mutate -- --rooms measure,judge    measure, judge, verdict and probes unless given
//   npm run -s mutate -- --only step.ts           files whose path has this in it
//   npm run -s mutate -- --workers 1              as many as there are cores, unless given
//
// A first run of the tests, without any change, shows which of them run through each place, and for how long: a change has
// to face these alone, the quickest first. No file is written. The exit code is 1 where fewer than 90 % are noticed, of
// those that are not known to change nothing (`mutation/equivalent.ts`).
import { readdirSync, readFileSync } from "node:fs";
import { availableParallelism } from "node:os";
import { parseArgs } from "node:util";
import { bundle } from "./mutation/bundle.ts";
import { equivalent } from "./mutation/equivalent.ts";
import { drawMutants, findPlaces, type Mutant, markPlaces } from "./mutation/places.ts";
import type { Recorded } from "./mutation/record.ts";
import { type Trial, tryProgram } from "./mutation/try-program.ts";

/** What every mutant has to face beside the tests of its own room. */
const verdict = [
  "packages/gradcheck/src/verdict/verdict.test.ts",
  "packages/gradcheck/test/kinks-that-meet.test.ts",
  "packages/gradcheck/test/families/families.test.ts",
  "packages/gradcheck/test/properties.test.ts",
  "packages/gradcheck/test/catalogue/catalogue.test.ts",
  "scripts/mutation/verdicts.ts",
];

const { values: options } = parseArgs({
  options: {
    count: { type: "string", default: "300" },
    seed: { type: "string", default: "1" },
    from: { type: "string", default: "1" },
    rooms: { type: "string", default: "measure,judge,verdict,probes" },
    only: { type: "string", default: "" },
    workers: { type: "string", default: String(availableParallelism()) },
  },
});

const src = "packages/gradcheck/src";
const rooms = options.rooms.split(",");
const roomOf = (file: string) => file.split("/")[3];
const isTest = (file: string) => file.endsWith(".test.ts");
const filesIn = (room: string) => readdirSync(`${src}/${room}`).map((file) => `${src}/${room}/${file}`);
const all = rooms.flatMap(filesIn);
const files = all.filter((file) => !isTest(file) && file.includes(options.only));
const sources = new Map(files.map((file) => [file, readFileSync(file, "utf8")]));
const places = findPlaces(sources);

/** Runs all tests on the sources as they are. */
async function record(): Promise<Recorded> {
  const program = await bundle({
    tests: [...new Set([...all.filter(isTest), ...verdict])],
    sources: markPlaces(places),
    first: `const __reached = new Uint8Array(${places.length});`,
    last: "await recordTests(__reached);",
  });
  const { outcome, said } = await tryProgram(program, 1800);
  if (outcome !== "passed") throw new Error(`mutate: the tests fail without any change: ${said}`);
  return JSON.parse(said) as Recorded;
}

const start = performance.now();
const minutes = () => ((performance.now() - start) / 60_000).toFixed(1);
const { tests, atLoad, found } = await record();
console.log(
  `${places.length} places, ${tests.length} tests; without any change all pass, in ${minutes()} minutes`,
);

/** Runs the tests that a mutant has to face: those of its room and of the verdict that run through its place. */
async function attempt({ file, place, source }: Mutant): Promise<Trial> {
  // What is made at load is there for all.
  const isForAll = atLoad.includes(place);
  const own = tests
    .filter((test) => roomOf(test.file) === roomOf(file) || verdict.includes(test.file))
    .filter((test) => isForAll || test.places.includes(place))
    .sort((a, b) => a.seconds - b.seconds);
  if (own.length === 0) return { outcome: "passed", said: "", seconds: 0 };
  const plan = own.map(({ id, seconds }) => [id, Math.ceil(10 + 10 * seconds)]);
  const program = await bundle({
    tests: [...new Set(own.map((test) => test.file))],
    sources: new Map([[file, source]]),
    last: `await followPlan(${JSON.stringify(plan)}, ${JSON.stringify(found)});`,
  });
  return tryProgram(program, 30);
}

const isKnown = ({ file, after }: Mutant) =>
  equivalent.some((known) => known.file === file && known.after.includes(after));
const drawn = drawMutants(places, Number(options.count), Number(options.seed)).slice(
  Number(options.from) - 1,
);
const mutants = drawn.filter((mutant) => !isKnown(mutant));
const survivors: Mutant[] = [];
let tried = 0;

const show = ({ file, line, before, after }: Mutant, what: string) =>
  `${file.slice(src.length + 1)}:${line} ${what}\n  - ${before}\n  + ${after}`;

async function work(): Promise<void> {
  for (let mutant = mutants[tried++]; mutant !== undefined; mutant = mutants[tried++]) {
    const { outcome, said, seconds } = await attempt(mutant);
    if (outcome !== "killed") survivors.push(mutant);
    const what = outcome === "passed" ? "survives" : `${outcome} by ${said}`;
    console.log(`${show(mutant, what)} (${seconds.toFixed(1)} s)`);
  }
}
await Promise.all(Array.from({ length: Number(options.workers) }, work));

const killed = mutants.length - survivors.length;
console.log(`\n${survivors.length} survive:`);
for (const mutant of survivors) console.log(show(mutant, ""));
console.log(
  `${killed} of ${mutants.length} mutants killed (${((100 * killed) / mutants.length).toFixed(1)} %), ${drawn.length - mutants.length} left out that change nothing, in ${minutes()} minutes; seed ${options.seed}`,
);
if (killed < 0.9 * mutants.length) process.exitCode = 1;
