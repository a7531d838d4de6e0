// Watches the thread that makes the calls, and ends the process where a call does not return, which nothing else could do.
import { writeSync } from "node:fs";
import { workerData } from "node:worker_threads";

/** `at` is the door and the call in hand, -1 while none is; `limit` is in milliseconds of processor time. */
const { at, counts, limit } = workerData;

const spent = () => {
  const { user, system } = process.cpuUsage();
  return (user + system) / 1000;
};
let [door, call, since] = [-1, -1, 0];
setInterval(() => {
  if (at[1] === -1 || at[0] !== door || at[1] !== call) [door, call, since] = [at[0], at[1], spent()];
  else if (spent() - since > limit) {
    counts[counts.length - 2]++;
    const failure = { why: "does not return", call, times: 1 };
    writeSync(1, `${JSON.stringify({ door, counts: [...counts], failures: [failure] })}\n`);
    process.kill(process.pid, "SIGKILL");
  }
}, 250);
