// Checks random expression graphs, each with its exact gradient and with a spoilt one, and prints what must not be:
//
//   npm run -s graphs -- --count 2000 --seed 1     2000 and 1 unless given
//   npm run -s graphs -- --graph 1000123           one of them, with its equations and both reports
//   npm run -s graphs -- --print 20                the first 20 faults with their graphs; 10 unless given
//
// Graph k of seed s is number 1000000 s + k. Its exit code is 1 where a right gradient that does not itself vary within
// rounding was accused, or a wrong one passed.
import { parseArgs } from "node:util";
import { toText } from "../packages/gradcheck/src/index.ts";
import { drawGraph } from "../packages/gradcheck/test/graphs/draw-graph.ts";
import { print } from "../packages/gradcheck/test/graphs/graph.ts";
import { tryOut } from "../packages/gradcheck/test/graphs/trial.ts";

const { values: options } = parseArgs({
  options: {
    count: { type: "string", default: "2000" },
    seed: { type: "string", default: "1" },
    graph: { type: "string" },
    print: { type: "string", default: "10" },
  },
});

const counts = new Map<string, number>();
const count = (what: string, by = 1) => counts.set(what, (counts.get(what) ?? 0) + by);
const faulty = new Set<number>();
let printed = 0;
const first = options.graph === undefined ? 1e6 * Number(options.seed) : Number(options.graph);
const total = options.graph === undefined ? Number(options.count) : 1;
for (let seed = first; seed < first + total; seed++) {
  const graph = drawGraph(seed);
  for (const { twin, spoilt, report, faults } of tryOut(graph)) {
    count(
      twin === "right"
        ? `right: ${report.verdict}`
        : spoilt
          ? `spoilt: ${report.verdict}`
          : "spoilt in nothing",
    );
    if (twin === "right") count("evaluations of right ones", report.evaluations);
    const kinds = new Set(faults.map(({ kind, isChaotic }) => `${kind}${isChaotic ? ", chaotic" : ""}`));
    for (const kind of kinds) count(`FAULT ${twin === "right" ? "right" : "spoilt"}: ${kind}`);
    if (faults.some(({ isChaotic }) => !isChaotic)) faulty.add(seed);
    if (options.graph !== undefined) console.log(toText(report));
    if (kinds.size === 0 || printed >= Number(options.print)) continue;
    printed++;
    console.log(`${print(graph)}\n  twin: ${twin}; verdict ${report.verdict}`);
    for (const { kind, text, isChaotic } of faults)
      console.log(`  ${kind}${isChaotic ? " (chaotic)" : ""}: ${text}`);
    console.log();
  }
}
for (const [what, times] of [...counts].sort()) console.log(`${what.padEnd(50)}${times}`);
console.log(
  `faults, each to be seen by graphs --graph: ${faulty.size === 0 ? "none" : [...faulty].join(", ")}`,
);
if (faulty.size > 0) process.exitCode = 1;
