import { spawnSync } from "node:child_process";
import type { Finding } from "./trial.ts";

/** What a reproduction prints, run as a module in the folder of its library. */
export function reproduce(folder: string, { op, reproduction }: Finding): string {
  const { status, stdout, stderr } = spawnSync(
    process.execPath,
    ["--input-type=module", "--eval", reproduction],
    { cwd: folder, encoding: "utf8" },
  );
  if (status !== 0) throw new Error(`trials: the reproduction of ${op} does not run:\n${stderr}`);
  return stdout.trim();
}
