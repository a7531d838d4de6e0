// The thread in which the checks of a command line run.
import { readFileSync } from "node:fs";
import { parentPort, workerData } from "node:worker_threads";
import * as core from "@nudge/core";
import * as internal from "@nudge/core/internal";
import { main } from "./command/main.ts";

/** What the program knows of its terminal, and a thread cannot find out. */
export interface TerminalTraits {
  readonly stdout: { readonly hasColors: boolean; readonly isTTY: boolean };
  readonly stderr: { readonly hasColors: boolean; readonly isTTY: boolean };
}

/** What the checks came to, as the exit code of the program. */
export interface Ending {
  readonly code: number;
}

const traits = workerData as TerminalTraits;
const terminal = (name: keyof TerminalTraits) => ({
  write: (text: string) => process[name].write(text),
  hasColors: () => traits[name].hasColors,
  isTTY: traits[name].isTTY,
});
const { version } = JSON.parse(readFileSync(new URL("../package.json", import.meta.url), "utf8"));

const controller = new AbortController();
parentPort?.on("message", () => controller.abort());
// To listen keeps nothing alive: a file that awaits what never comes ends.
parentPort?.unref();

const { exit } = process;
// A file that ends the program would hide all others.
process.exit = (code) => {
  throw new Error(`process.exit(${code ?? ""}) is called`);
};
// Node itself ends a thread in this way.
process.once("uncaughtExceptionMonitor", () => {
  process.exit = exit;
});

// Imported statically, all exports were one object in the bundle, which no program could shake.
const gradcheck = await import("./index.ts");

const code = await main(process.argv.slice(2), {
  stdout: terminal("stdout"),
  stderr: terminal("stderr"),
  signal: controller.signal,
  version,
  // A file of checks gets this very copy of the packages.
  modules: { "@nudge/core": core, "@nudge/core/internal": internal, "@nudge/gradcheck": gradcheck },
});
parentPort?.postMessage({ code } satisfies Ending);
// Whatever a file has left open, timers or servers, ends here.
exit(code);
