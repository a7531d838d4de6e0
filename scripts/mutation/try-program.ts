// Runs a program of tests in a process of its own. It says of each test for how long it may run, as "12 s for ...".
import { spawn } from "node:child_process";

/** A program that has gone wrong may fill the memory too. */
const memory = "--max-old-space-size=2048";

export interface Trial {
  /** "error": it was ended, and not for taking too long or too much. */
  readonly outcome: "passed" | "killed" | "error";
  /** What was printed; of a program that was ended, which test it was in. */
  readonly said: string;
  readonly seconds: number;
}

/** Until a test starts the program gets `patience` seconds. */
export function tryProgram(program: string, patience: number): Promise<Trial> {
  const start = performance.now();
  const child = spawn(process.execPath, [memory, "--input-type=module", "-"]);
  let said = "";
  let test = "";
  let late = "";
  const watch = (seconds: number) =>
    setTimeout(() => {
      late = `more than ${seconds} s: `;
      child.kill("SIGKILL");
    }, 1000 * seconds);
  let timer = watch(patience);
  const hear = (text: unknown) => {
    said += text;
    const started = [...said.matchAll(/^(\d+) s for (.*)$/gm)].at(-1);
    if (started === undefined || started[2] === test) return;
    test = started[2];
    clearTimeout(timer);
    timer = watch(Number(started[1]));
  };
  child.stdout.on("data", hear);
  child.stderr.on("data", hear);
  // A process that has failed before it has read all.
  child.stdin.on("error", () => {});
  child.stdin.end(program);
  return new Promise((done) => {
    child.on("close", (code, signal) => {
      clearTimeout(timer);
      const seconds = (performance.now() - start) / 1000;
      if (code === 0) return done({ outcome: "passed", said: said.trim(), seconds });
      const isFull = said.includes("heap out of memory");
      const outcome = signal === null || late !== "" || isFull ? "killed" : "error";
      done({ outcome, said: late + (test || said.trim()), seconds });
    });
  });
}
