import { fork } from "node:child_process";
import { once } from "node:events";
import { join } from "node:path";
import type { Outcome } from "./outcome.ts";
import type { Library } from "./trial.ts";

/** Of all trials of a library, in a process of its own; throws where that ends early. What it prints goes to standard error. */
export async function outcomesOf({ name }: Library): Promise<Outcome[]> {
  const child = fork(join(import.meta.dirname, "run.ts"), [name], {
    execArgv: ["--conditions=@nudge/source", "--import", "tsx"],
    serialization: "advanced",
    stdio: ["ignore", 2, 2, "ipc"],
  });
  const outcomes: Outcome[] = [];
  child.on("message", (outcome: Outcome) => outcomes.push(outcome));
  const [code] = await once(child, "exit");
  if (code !== 0) throw new Error(`trials: the process of ${name} ended with ${code}`);
  return outcomes;
}
