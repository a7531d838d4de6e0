// The process of one contestant on one net: `node worker.js <contestant> <problem>`. It first prints the losses of a few
// steps, and then times itself for as many milliseconds as each line on its input says.
import { createInterface } from "node:readline";
import { CHECKED_STEPS } from "./agreement.ts";
import { checkers } from "./checkers/index.ts";
import { contestants } from "./contestants/index.ts";
import { peakMemory } from "./peak-memory.ts";
import { idOf } from "./player.ts";
import { BATCHES, readProblem } from "./problem.ts";

const [id, path] = process.argv.slice(2);
const contestant = [...contestants, ...checkers].find((candidate) => idOf(candidate) === id)!;
const answer = (value: unknown) => process.stdout.write(`${JSON.stringify(value)}\n`);
// What a library prints must not come between the answers.
console.log = console.info = console.warn = console.error;

const run = await contestant.build(readProblem(path));
const losses: number[] = [];
for (let k = 0; k < (contestants.includes(contestant) ? CHECKED_STEPS : 1); k++) {
  losses.push(run.loss(k));
  run.step(k);
}
answer({ losses });

/** Processor time of all threads of the process: other programs disturb it less than the clock on the wall. */
const seconds = () => process.cpuUsage().user / 1e6 + process.cpuUsage().system / 1e6;

let block = 1;
let next = 0;
for await (const line of createInterface({ input: process.stdin })) {
  const budget = Number(line) / 1000;
  const start = seconds();
  let steps = 0;
  let spent = 0;
  while (spent < budget) {
    const before = spent;
    for (let i = 0; i < block; i++) {
      run.step(next);
      next = next + 1 === BATCHES ? 0 : next + 1;
    }
    steps += block;
    spent = seconds() - start;
    if (spent - before < budget / 50) block *= 2;
  }
  answer({ steps, seconds: seconds() - start, bytes: peakMemory() });
}
