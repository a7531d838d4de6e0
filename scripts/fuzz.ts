// Calls every public function with hostile arguments, far more often than the tests do, and prints what came of it:
//
//   npm run fuzz                                about a million calls
//   npm run fuzz -- --times 3                   three times as many as the tests
//   npm run fuzz -- --only matmul --seed 7      those of functions whose name begins like that, at the seed printed before
//
// No call may take more than two seconds of processor time, or a quarter of a gigabyte.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import { fileURLToPath } from "node:url";
import { parseArgs } from "node:util";
import { block, columns, doors, drawn, type Line, packageNames, print } from "./fuzz/doors.ts";

const { values } = parseArgs({
  options: {
    times: { type: "string", default: "100" },
    seed: { type: "string", default: String(Date.now() % 1e9) },
    only: { type: "string", default: "" },
  },
});
const seed = Number(values.seed);
console.log(`at seed ${seed}`);

const program = fileURLToPath(new URL("./fuzz/calls.ts", import.meta.url));
const counts = packageNames.map(() => columns.map(() => 0));

function take({ door, counts: came, failures }: Line): void {
  const { name, from } = doors[door];
  const row = counts[packageNames.indexOf(from)];
  for (const [k, count] of came.entries()) row[k] += count;
  if (failures.length > 0) process.exitCode = 1;
  for (const { why, args, call, times } of failures) {
    // The process that was ended could not say of what.
    const of = args ?? print(drawn(doors[door], seed, call - (call % block))[call % block]);
    console.log(`${name}, ${times} times: ${why}\n  ${of}`);
  }
}

/** Makes the calls of the doors from one on; gives the door behind the last that came to its end. */
async function run(first: number): Promise<number> {
  const args = [...process.execArgv, program, String(first), values.times, values.seed, values.only];
  const child = spawn(process.execPath, args, { stdio: ["ignore", "pipe", "inherit"] });
  const ended = new Promise<number | null>((resolve) => child.on("close", resolve));
  let next = first;
  for await (const text of createInterface({ input: child.stdout })) {
    const line: Line = JSON.parse(text);
    take(line);
    next = line.door + 1;
  }
  if ((await ended) === 0) return doors.length;
  if (next > first) return next;
  throw new Error(`the calls of ${doors[first].name} ended the process`);
}

for (let first = 0; first < doors.length; ) first = await run(first);

const printRow = (name: string, cells: readonly unknown[]) =>
  console.log(`${name.padEnd(10)}${cells.map((cell) => `${cell}`.padStart(16)).join("")}`);
printRow("", ["calls", ...columns]);
for (const [k, row] of counts.entries())
  printRow(packageNames[k], [row.reduce((sum, count) => sum + count, 0), ...row]);
