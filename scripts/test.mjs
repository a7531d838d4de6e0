// Runs everything that has to be green before a change lands, in two lanes side by side. What the first lane prints is
// seen as it comes, that of the second when both are through, and the last lines say how each part went.
import { spawn } from "node:child_process";

const lanes = [
  ["lint", "unit"],
  ["types", "packages"],
];

function run(part, stdio) {
  const start = performance.now();
  const child = spawn("npm", ["run", "-s", part], { stdio, shell: process.platform === "win32" });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (text) => {
      output += text;
    });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      resolve({ part, passed: code === 0, output, seconds: (performance.now() - start) / 1000 });
    });
  });
}

async function runLane(parts, stdio) {
  const results = [];
  for (const part of parts) results.push(await run(part, stdio));
  return results;
}

const results = (
  await Promise.all(lanes.map((parts, k) => runLane(parts, k === 0 ? "inherit" : "pipe")))
).flat();
for (const { part, output } of results) if (output !== "") console.log(`npm run ${part}\n${output}`);
for (const { part, passed, seconds } of results)
  console.log(`${part.padEnd(10)}${passed ? "passed" : "FAILED"}${`${seconds.toFixed(0)} s`.padStart(8)}`);
const failed = results.filter(({ passed }) => !passed).length;
console.log(`${results.length - failed} passed, ${failed} failed`);
process.exitCode = failed > 0 ? 1 : 0;
