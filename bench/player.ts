// A contestant as the benchmark sees it: what it does, and the command that starts its process.
import { spawnSync } from "node:child_process";
import type { Contestant } from "./contestants/contestant.ts";

export type Player = Omit<Contestant, "build"> & { readonly command: readonly string[] };

export const idOf = ({ name, dtype }: Pick<Contestant, "name" | "dtype">): string => `${name} ${dtype}`;

export const isOurs = ({ name }: Player): boolean => name.startsWith("nudge");
export const isJavaScript = ({ command }: Player): boolean => command[0] === process.execPath;

export const nodePlayer = ({ build: _, ...contestant }: Contestant): Player => ({
  ...contestant,
  command: [process.execPath, "rivals/run/worker.js", idOf(contestant)],
});

const pythonPlayer = (name: string, dtype: Contestant["dtype"], task: "train" | "check"): Player => ({
  name,
  dtype,
  kind: "softmax",
  command: ["python3", "worker.py", `${name} ${dtype} ${task}`],
});

/** NumPy and PyTorch, where python3 has them. */
export function pythonPlayers(task: "train" | "check"): Player[] {
  const players = { numpy: "NumPy", torch: "PyTorch" };
  return Object.entries(players).flatMap(([module, name]) => {
    if (spawnSync("python3", ["-c", `import numpy, ${module}`]).status !== 0) {
      console.error(`left out: ${name}, which python3 does not have`);
      return [];
    }
    const dtypes = task === "check" ? (["float64"] as const) : (["float64", "float32"] as const);
    return dtypes.map((dtype) => pythonPlayer(name, dtype, task));
  });
}
