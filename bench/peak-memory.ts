import { existsSync, readFileSync } from "node:fs";

const status = "/proc/self/status";

/** The largest resident set of this process in bytes. The usage that Linux reports would count that of its parent too. */
export function peakMemory(): number {
  if (!existsSync(status)) return 1024 * process.resourceUsage().maxRSS;
  return 1024 * Number(/VmHWM:\s*(\d+)/.exec(readFileSync(status, "utf8"))![1]);
}
