// Builds a net and takes one step: `node start.js <contestant> <problem>`.
import { contestants } from "./contestants/index.ts";
import { idOf } from "./player.ts";
import { readProblem } from "./problem.ts";

const [id, path] = process.argv.slice(2);
const contestant = contestants.find((candidate) => idOf(candidate) === id)!;
const run = await contestant.build(readProblem(path));
run.step(0);
process.exit();
