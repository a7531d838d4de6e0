// Times several players on one problem, in turns.
import { mkdtempSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { disagreement } from "./agreement.ts";
import { idOf, type Player } from "./player.ts";
import { entriesOf, type Problem, writeProblem } from "./problem.ts";
import type { Effort } from "./section.ts";
import { median } from "./statistics.ts";
import { startWorker, type Timing, type WorkerProcess } from "./worker-process.ts";

export interface Score {
  readonly player: Player;
  /** Of one step, the median. */
  readonly seconds: number;
}

export interface Match {
  readonly scores: readonly Score[];
  /** Who was left out, and why. */
  readonly leftOut: readonly string[];
}

/** Runs `f` on the path of a file that holds the problem. */
export async function withProblem<T>(problem: Problem, f: (path: string) => Promise<T>): Promise<T> {
  const folder = mkdtempSync(join(tmpdir(), "nudge-bench-"));
  try {
    const path = join(folder, "problem");
    writeProblem(path, problem);
    return await f(path);
  } finally {
    rmSync(folder, { recursive: true });
  }
}

/** Runs a worker until it gets no faster: some engines take long to compile what they run. */
async function warm(worker: WorkerProcess, milliseconds: number): Promise<void> {
  let best = Infinity;
  let since = 0;
  let spent = 0;
  while (since < 3 && spent < 5 * milliseconds) {
    const { steps, seconds } = await worker.time(milliseconds / 4);
    since = seconds / steps < 0.95 * best ? 0 : since + 1;
    best = Math.min(best, seconds / steps);
    spent += 1000 * seconds;
  }
}

/**
 * The speed of each player, with the losses of the first steps checked against those that `expected` gives for its kind.
 * A player that does not get through is left out.
 */
export async function play(
  players: readonly Player[],
  problem: Problem,
  { rounds, milliseconds, warmUp }: Effort,
  expected: (player: Player, found: readonly number[]) => readonly number[],
): Promise<Match> {
  return withProblem(problem, async (path) => {
    const leftOut: string[] = [];
    const running: { player: Player; worker: WorkerProcess; timings: Timing[] }[] = [];
    for (const player of players) {
      let worker: WorkerProcess | undefined;
      try {
        if (entriesOf(problem) > (player.most ?? Infinity))
          throw new Error("far too slow for so many weights");
        worker = await startWorker(player, path);
        const reason = disagreement(player, worker.losses, expected(player, worker.losses));
        if (reason !== undefined) throw new Error(reason);
        await warm(worker, warmUp);
        running.push({ player, worker, timings: [] });
      } catch (error) {
        worker?.end();
        leftOut.push(`${problem.name}: ${idOf(player)}: ${(error as Error).message}`);
        console.error(`left out of ${leftOut[leftOut.length - 1]}`);
      }
    }
    try {
      for (let round = 0; round < rounds; round++) {
        for (const { worker, timings } of running) {
          // One step of a slow player can take longer than all rounds of another.
          const spent = timings.reduce((total, { seconds }) => total + seconds, 0);
          if (spent * 1000 < 2 * rounds * milliseconds) timings.push(await worker.time(milliseconds));
        }
      }
    } finally {
      for (const { worker } of running) worker.end();
    }
    const scores = running.map(({ player, timings }) => ({
      player,
      seconds: median(timings.map(({ seconds, steps }) => seconds / steps)),
    }));
    return { scores, leftOut };
  });
}
