// Checks random relu nets at a row of zeros with biases of zero, where all units stand at their kink, and prints what was
// said of the right ones, and of their wrong twins:
//
//   npm run -s nets -- --count 800 --seed 1     800 and 1 unless given
//   npm run -s nets -- --net 1000123            one of them, with its reports
//
// Net k of seed s is number 1000000 s + k. Its exit code is 1 where a right gradient was accused.
import { parseArgs } from "node:util";
import { type GradcheckReport, toText } from "../packages/gradcheck/src/index.ts";
import { checkReluNet, drawReluNet, drawSpoilNet } from "../packages/gradcheck/test/graphs/relu-nets.ts";

const { values: options } = parseArgs({
  options: {
    count: { type: "string", default: "800" },
    seed: { type: "string", default: "1" },
    net: { type: "string" },
  },
});

const gradientsOf = ({ tensors }: GradcheckReport) =>
  JSON.stringify(tensors.map(({ entries }) => entries?.analytic));

const counts = new Map<string, number>();
const accused: number[] = [];
const first = options.net === undefined ? 1e6 * Number(options.seed) : Number(options.net);
const total = options.net === undefined ? Number(options.count) : 1;
for (let seed = first; seed < first + total; seed++) {
  const net = drawReluNet(seed);
  const twins = {
    right: checkReluNet(net),
    "a derivative of 2 at 0": checkReluNet({ ...net, mask: 2 }),
    "an entry of a weight times 1.5": checkReluNet(net, drawSpoilNet(net)),
  };
  if (twins.right.verdict === "fail") accused.push(seed);
  for (const [twin, report] of Object.entries(twins)) {
    const same = twin !== "right" && gradientsOf(report) === gradientsOf(twins.right);
    const what = `${twin}: ${same ? "changes nothing" : report.verdict}`;
    counts.set(what, (counts.get(what) ?? 0) + 1);
    if (options.net !== undefined) console.log(`${twin}\n${toText(report)}`);
  }
}
for (const [what, times] of [...counts].sort()) console.log(`${what.padEnd(50)}${times}`);
console.log(`accused, each to be seen by nets --net: ${accused.length === 0 ? "none" : accused.join(", ")}`);
if (accused.length > 0) process.exitCode = 1;
