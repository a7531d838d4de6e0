#!/usr/bin/env node
// The checks run in a thread of their own, so that this one hears Ctrl-C whatever a subject does: the first one ends the
// check in hand and shows what it found, the second one ends the program.
import { WriteStream } from "node:tty";
import { Worker } from "node:worker_threads";
import type { Ending, TerminalTraits } from "./thread.ts";
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
const thread = new Worker(new URL(`./thread${extension}`, import.meta.url), {
  argv: argv.slice(2),
  workerData: terminals,
});

/** How long a check may take to stop before it is said what else can be done, in milliseconds. */
const patience = 500;

let interrupts = 0;
process.on("SIGINT", () => {
  interrupts++;
  if (interrupts > 1) process.exit(interrupted);
  thread.postMessage("interrupt");
  setTimeout(() => {
    const place = terminals.stderr.isTTY ? "\r\x1b[K" : "";
    stderr.write(`${place}gradcheck: the subject is still busy; another Ctrl-C ends the program\n`);
  }, patience).unref();
});

// Whoever reads the output may have read enough.
stdout.on("error", () => process.exit());

let ending: Ending | undefined;
thread.on("message", (said: Ending) => {
  ending = said;
});
thread.on("error", (error) => {
  ending = { code: broken };
  stderr.write(printable(`gradcheck: ${error instanceof Error ? error.stack : String(error)}\n`));
});
thread.on("exit", (code) => {
  process.exitCode = ending?.code ?? broken;
  if (ending !== undefined) return;
  // Node's code for an await that nothing is left to settle.
  const why = code === 13 ? "awaits what never comes" : `ends its thread with code ${code}`;
  stderr.write(`gradcheck: a file of checks ${why}, before its checks were through\n`);
});
