// A subject that is a process: questions are lines of its standard input, answers are lines of its standard output.
import type { Inside, Served } from "./serve.ts";

/** Starts the process of a command. Runs in a worker, as text: it uses nothing from outside of itself. */
export async function openProcess(command: unknown, _: Inside, control: Int32Array): Promise<Served> {
  /** As much as a line may have, in characters; a float64 takes at most 25 of them. */
  const longestLine = 2 ** 26;
  /** How much of the end of standard error is told. */
  const told = 2000;
  /** That of serve.ts. */
  const processAt = 2;

  const { spawn } = process.getBuiltinModule("node:child_process");
  const [program, ...words] = command as string[];
  // A group of its own: Ctrl-C is not for it, and what it starts itself can be ended with it.
  const child = spawn(program, words, { detached: process.platform !== "win32", windowsHide: true });
  control[processAt] = child.pid ?? 0;

  let line = "";
  let said = "";
  let ended: string | undefined;
  let waiting: { answer(text: string): void; fail(error: Error): void } | undefined;
  const end = (why: string) => {
    ended ??= `${why}${said === "" ? "" : `; its standard error ends with\n${said.trimEnd()}`}`;
    waiting?.fail(new Error(ended));
  };
  const hasEnded = new Promise<void>((done) => {
    child.on("error", (error) => {
      end(`it cannot be started: ${error.message}`);
      done();
    });
    child.on("exit", () => {
      control[processAt] = 0;
      // What it started, and leaves behind, keeps its standard output open.
      if (child.pid !== undefined && process.platform !== "win32")
        try {
          process.kill(-child.pid, "SIGKILL");
        } catch {
          // It leaves nothing behind.
        }
    });
    // All that it wrote has been read by then.
    child.on("close", (code, signal) => {
      end(`the process ended ${signal === null ? `with code ${code}` : `by ${signal}`} before it answered`);
      done();
    });
  });
  // Whether it takes what is written to it shows in its answer.
  child.stdin.on("error", () => {});
  child.stderr.setEncoding("utf8").on("data", (text: string) => {
    said = (said + text).slice(-told);
  });
  child.stdout.setEncoding("utf8").on("data", (text: string) => {
    const newline = text.indexOf("\n");
    line += newline < 0 ? text : text.slice(0, newline);
    const rest = newline < 0 ? "" : text.slice(newline + 1);
    if (waiting === undefined || rest !== "") {
      const unasked = waiting === undefined ? line : rest;
      end(`it wrote ${JSON.stringify(unasked.slice(0, 80))} to standard output without being asked`);
    } else if (line.length > longestLine) end("it wrote a line of more than 2^26 characters");
    else if (newline < 0) return;
    else {
      const { answer } = waiting;
      waiting = undefined;
      answer(line);
      line = "";
      return;
    }
    child.kill("SIGKILL");
  });

  return {
    ask: (question) =>
      new Promise((answer, fail) => {
        if (ended !== undefined) return fail(new Error(ended));
        waiting = { answer, fail };
        child.stdin.write(`${question}\n`);
      }),
    close() {
      child.stdin.end();
      return hasEnded;
    },
  };
}
