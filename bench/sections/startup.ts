// Wall time from the start of a process to its end after the first step on S.
import { spawnSync } from "node:child_process";
import { contestants } from "../contestants/index.ts";
import { withProblem } from "../match.ts";
import { drawProblem, nets } from "../nets.ts";
import { idOf } from "../player.ts";
import { bench } from "../rivals.ts";
import { goal, type Section } from "../section.ts";
import { median } from "../statistics.ts";
import { table } from "../table.ts";

/** Milliseconds. */
const MOST = 100;

export async function startup(installed: readonly string[], rounds: number): Promise<Section> {
  console.error("start-up");
  const net = nets.find(({ name }) => name === "S")!;
  const ready = contestants.filter(({ rival }) => rival === undefined || installed.includes(rival));
  const times = await withProblem(drawProblem(net), async (path) => {
    const runs = [
      { name: "empty Node", args: ["rivals/run/empty.js"], times: [] as number[] },
      ...ready.map((contestant) => ({
        name: idOf(contestant),
        args: ["rivals/run/start.js", idOf(contestant), path],
        times: [] as number[],
      })),
    ];
    for (let round = 0; round < rounds; round++) {
      for (const run of runs) {
        const start = performance.now();
        const { status, stderr } = spawnSync(process.execPath, run.args, { cwd: bench, encoding: "utf8" });
        if (status !== 0) throw new Error(`${run.name} did not start: ${stderr}`);
        run.times.push(performance.now() - start);
      }
    }
    return runs.map((run) => ({ name: run.name, time: median(run.times) }));
  });
  const ours = times.find(({ name }) => name === "nudge float64")!.time;
  return {
    title: "Start-up: ms to the first step",
    text: [
      "From the start of a process to its end after one step on S, on the clock on the wall.",
      "",
      table(
        ["", "ms"],
        times.map(({ name, time }) => [name, time.toFixed(0)]),
      ),
    ].join("\n"),
    goals: [goal(`start-up to the first step: at most ${MOST} ms`, `${ours.toFixed(0)} ms`, ours <= MOST)],
  };
}
