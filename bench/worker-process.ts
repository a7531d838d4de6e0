// The process of a player on one problem. Its speed is asked for a moment at a time, in turn with the others.
import { spawn } from "node:child_process";
import { createInterface } from "node:readline";
import type { Player } from "./player.ts";
import { bench } from "./rivals.ts";

export interface Timing {
  readonly steps: number;
  readonly seconds: number;
  /** The most memory that the process has had so far; only from Node. */
  readonly bytes: number;
}

export interface WorkerProcess {
  /** Of the first steps, each from before the step. */
  readonly losses: readonly number[];
  /** Lets it step for so many milliseconds, and at least once. */
  time(milliseconds: number): Promise<Timing>;
  end(): void;
}

/** How long a player may take to build a net and take the first steps. */
const PATIENCE = 20_000;

const oneThread = { OMP_NUM_THREADS: "1", OPENBLAS_NUM_THREADS: "1", MKL_NUM_THREADS: "1" };

/** Starts the process; throws with the reason when it does not get as far as the first steps. */
export async function startWorker({ command }: Player, problem: string): Promise<WorkerProcess> {
  const [program, ...args] = command;
  const child = spawn(program, [...args, problem], { cwd: bench, env: { ...process.env, ...oneThread } });
  let complaint = "";
  child.stderr.on("data", (text) => {
    complaint += text;
  });
  const answers = createInterface({ input: child.stdout })[Symbol.asyncIterator]();
  const answer = async () => {
    const { value, done } = await answers.next();
    if (!done) return JSON.parse(value);
    throw new Error(
      /^\s*(\w*(Error|Exception).*)$/m.exec(complaint)?.[1].slice(0, 120) ?? "its process ended",
    );
  };
  const end = () => child.kill("SIGKILL");

  const tooLong = setTimeout(() => {
    complaint = `Error: not ready after ${PATIENCE / 1000} s`;
    end();
  }, PATIENCE);
  const { losses } = await answer().finally(() => clearTimeout(tooLong));
  return {
    losses,
    time(milliseconds) {
      child.stdin.write(`${milliseconds}\n`);
      return answer();
    },
    end,
  };
}
