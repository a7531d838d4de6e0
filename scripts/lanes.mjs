// Runs npm scripts in lanes side by side. What the first lane prints is seen as it comes, that of the others when all are
// through, and the last lines say how each part went.
import { spawn } from "node:child_process";

/** A part is a script and its arguments: ["corpus", "--today"]. */
function run([script, ...args], stdio) {
  const start = performance.now();
  const command = ["run", "-s", script, ...(args.length > 0 ? ["--", ...args] : [])];
  const child = spawn("npm", command, { stdio, shell: process.platform === "win32" });
  let output = "";
  for (const stream of [child.stdout, child.stderr])
    stream?.on("data", (text) => {
      output += text;
    });
  return new Promise((resolve) => {
    child.on("close", (code) => {
      const seconds = (performance.now() - start) / 1000;
      resolve({ script, passed: code === 0, output, seconds });
    });
  });
}

async function runLane(parts, stdio) {
  const results = [];
  for (const part of parts) results.push(await run(part, stdio));
  return results;
}

/** Runs lanes of parts, and sets the exit code to 1 where a part fails. */
export async function runLanes(lanes) {
  const results = (
    await Promise.all(lanes.map((parts, k) => runLane(parts, k === 0 ? "inherit" : "pipe")))
  ).flat();
  for (const { script, output } of results) if (output !== "") console.log(`npm run ${script}\n${output}`);
  for (const { script, passed, seconds } of results)
    console.log(
      `${script.padEnd(10)}${passed ? "passed" : "FAILED"}${`${seconds.toFixed(0)} s`.padStart(8)}`,
    );
  const failed = results.filter(({ passed }) => !passed).length;
  console.log(`${results.length - failed} passed, ${failed} failed`);
  if (failed > 0) process.exitCode = 1;
}
