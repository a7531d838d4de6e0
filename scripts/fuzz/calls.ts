// Makes the calls of all doors from one on, and writes a line for each door. A process of its own, which is ended where a
// call does not return.
import { writeSync } from "node:fs";
import { getHeapStatistics } from "node:v8";
import { Worker } from "node:worker_threads";
import { block, cameOf, columns, doors, drawn, type Failure, type Line, print } from "./doors.ts";

const [first, factor, seed] = process.argv.slice(2, 5).map(Number);
const only = process.argv[5] ?? "";

/** Of processor time, in milliseconds, and of memory, in bytes. */
const longest = 2000;
const largest = 2 ** 28;

const at = new Int32Array(new SharedArrayBuffer(8)).fill(-1);
const counts = new Int32Array(new SharedArrayBuffer(4 * columns.length));
new Worker(new URL("./watch.mjs", import.meta.url), {
  // One that takes long returns in the end, and is told with its time; this is for those that do not.
  workerData: { at, counts, limit: 5 * longest },
  execArgv: [],
}).unref();

const bytes = () => {
  const { used_heap_size, external_memory } = getHeapStatistics();
  return used_heap_size + external_memory;
};
// Of the processor, for others may use this machine too.
const milliseconds = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};

for (let door = first; door < doors.length; door++) {
  const { name, times: usual } = doors[door];
  if (!name.startsWith(only)) continue;
  counts.fill(0);
  const failures = new Map<string, Failure>();
  const count = (column: (typeof columns)[number], why: unknown, args: readonly unknown[]) => {
    counts[columns.indexOf(column)]++;
    if (why === undefined) return;
    const {
      call,
      args: first,
      times,
    } = failures.get(`${why}`) ?? { call: at[1], args: print(args), times: 0 };
    failures.set(`${why}`, { why: `${why}`, call, args: first, times: times + 1 });
  };
  const calls = Math.ceil(usual * factor);
  for (let made = 0; made < calls; made += block) {
    for (const [k, args] of drawn(doors[door], seed, made)
      .slice(0, calls - made)
      .entries()) {
      at.set([door, made + k]);
      const [size, start] = [bytes(), milliseconds()];
      const { outcome, why } = await cameOf(doors[door], args);
      const [growth, spent] = [bytes() - size, milliseconds() - start];
      if (spent > longest) count("over 2 s", `took ${spent.toFixed(0)} ms`, args);
      else if (growth > largest) count("over 256 MB", `took ${(growth / 2 ** 20).toFixed(0)} MB`, args);
      else count(outcome, why, args);
    }
    at[1] = -1;
  }
  const line: Line = { door, counts: [...counts], failures: [...failures.values()] };
  writeSync(1, `${JSON.stringify(line)}\n`);
}
