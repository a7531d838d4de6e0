// Runs a program in a process of its own, for as long as a mutant may take.
import { spawn } from "node:child_process";

export interface Trial {
  readonly killed: boolean;
  readonly seconds: number;
  /** The name of the test that failed and what it said, or that it took too long. */
  readonly by: string;
}

export function tryProgram(program: string, seconds: number): Promise<Trial> {
  const start = performance.now();
  const child = spawn(process.execPath, ["--input-type=module", "-"], { stdio: ["pipe", "pipe", "pipe"] });
  let said = "";
  for (const stream of [child.stdout, child.stderr])
    stream.on("data", (text) => {
      said += text;
    });
  let late = false;
  const timer = setTimeout(() => {
    late = true;
    child.kill("SIGKILL");
  }, 1000 * seconds);
  // A process that has failed before it has read all.
  child.stdin.on("error", () => {});
  child.stdin.end(program);
  return new Promise((done) => {
    child.on("close", (code) => {
      clearTimeout(timer);
      const by = late ? `more than ${seconds} s` : said.trim();
      done({ killed: code !== 0, seconds: (performance.now() - start) / 1000, by });
    });
  });
}
