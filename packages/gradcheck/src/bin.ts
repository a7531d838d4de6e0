#!/usr/bin/env node
// The checks run in a thread of their own, so that this one hears Ctrl-C whatever a subject does: the first one ends the
// check in hand and shows what it found, the second one ends the program. A thread that is new also loads files anew, when they
// are watched.
import { WriteStream } from "node:tty";
import { Worker } from "node:worker_threads";
import { onChange } from "./command/watch.ts";
import type { Ending, TerminalTraits, Watched } from "./thread.ts";
import { count } from "./words/describe.ts";
import { printable } from "./words/printable.ts";

const { stdout, stderr, argv, env } = process;
const interrupted = 130;
const broken = 2;

const extension = import.meta.url.slice(import.meta.url.lastIndexOf("."));
/** As Node decides for a terminal; FORCE_COLOR is for files and pipes too. */
const traitsOf = ({ isTTY = false }: { isTTY?: boolean }) => ({
  hasColors: (isTTY || env.FORCE_COLOR !== undefined) && WriteStream.prototype.hasColors(),
  isTTY,
});
const terminals: TerminalTraits = { stdout: traitsOf(stdout), stderr: traitsOf(stderr) };

/** The thread that runs the checks, while they run. */
let thread: Worker | undefined;

/** How long a check may take to stop before it is said what else can be done, in milliseconds. */
const patience = 500;

let interrupts = 0;
process.on("SIGINT", () => {
  interrupts++;
  if (interrupts > 1 || thread === undefined) process.exit(interrupted);
  thread.postMessage("interrupt");
  setTimeout(() => {
    const place = terminals.stderr.isTTY ? "\r\x1b[K" : "";
    stderr.write(`${place}gradcheck: the subject is still busy; another Ctrl-C ends the program\n`);
  }, patience).unref();
});

// Whoever reads the output may have read enough.
stdout.on("error", () => process.exit());

/** Runs the checks; where files are watched, once more after each change of them. */
function start() {
  let ending: Ending | undefined;
  let files: readonly string[] = [];
  let hasChanged = false;
  let endWatch = () => {};
  thread = new Worker(new URL(`./thread${extension}`, import.meta.url), {
    argv: argv.slice(2),
    workerData: terminals,
  });
  thread.on("message", (said: Ending | Watched) => {
    if ("code" in said) {
      ending = said;
      return;
    }
    files = said.files;
    endWatch = onChange(files, () => {
      hasChanged = true;
      if (thread === undefined) start();
    });
  });
  thread.on("error", (error) => {
    ending = { code: broken };
    stderr.write(printable(`gradcheck: ${error instanceof Error ? error.stack : String(error)}\n`));
  });
  thread.on("exit", (code) => {
    thread = undefined;
    process.exitCode = ending?.code ?? broken;
    if (ending === undefined) {
      // Node's code for an await that nothing is left to settle.
      const why = code === 13 ? "awaits what never comes" : `ends its thread with code ${code}`;
      stderr.write(`gradcheck: a file of checks ${why}, before its checks were through\n`);
    }
    if (interrupts > 0) endWatch();
    else if (hasChanged) start();
    else if (files.length > 0) stderr.write(`\nwatching ${count(files.length, "file")}; Ctrl-C ends\n\n`);
  });
}

start();
