// The most memory that a process has while it trains L.
import { spawnSync } from "node:child_process";
import { contestants } from "../contestants/index.ts";
import { withProblem } from "../match.ts";
import { drawProblem, nets } from "../nets.ts";
import { idOf, nodePlayer } from "../player.ts";
import { entriesOf } from "../problem.ts";
import { bench } from "../rivals.ts";
import { goal, type Section } from "../section.ts";
import { table } from "../table.ts";
import { startWorker } from "../worker-process.ts";

/** Megabytes. */
const MOST = 75;

export async function memory(installed: readonly string[], milliseconds: number): Promise<Section> {
  console.error("memory");
  const net = nets.find(({ name }) => name === "L")!;
  const empty = spawnSync(process.execPath, ["rivals/run/empty.js"], { cwd: bench, encoding: "utf8" });
  const peaks = new Map([["empty Node", Number(empty.stdout) / 2 ** 20]]);
  await withProblem(drawProblem(net), async (path) => {
    for (const contestant of contestants) {
      if (contestant.rival !== undefined && !installed.includes(contestant.rival)) continue;
      if (entriesOf(net) > (contestant.most ?? Infinity)) continue;
      try {
        const worker = await startWorker(nodePlayer(contestant), path);
        peaks.set(idOf(contestant), (await worker.time(milliseconds)).bytes / 2 ** 20);
        worker.end();
      } catch (error) {
        console.error(`left out of memory: ${idOf(contestant)}: ${(error as Error).message}`);
      }
    }
  });
  const ours = peaks.get("nudge float64")!;
  return {
    title: "Memory: peak MB training L",
    text: [
      `The largest resident set of the process, after ${milliseconds / 1000} s of steps.`,
      "",
      table(
        ["", "MB"],
        [...peaks].map(([name, peak]) => [name, peak.toFixed(0)]),
      ),
    ].join("\n"),
    goals: [goal(`peak memory training L: at most ${MOST} MB`, `${ours.toFixed(0)} MB`, ours <= MOST)],
  };
}
