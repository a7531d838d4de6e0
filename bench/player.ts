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

export const pythonNames = ["NumPy", "PyTorch"] as const;

/** NumPy and PyTorch, where python3 has them. */
export function pythonPlayers(task: "train" | "check"): Player[] {
  return pythonNames.flatMap((name) => {
    const module = name === "NumPy" ? "numpy" : "torch";
    if (spawnSync("python3", ["-c", `import numpy, ${module}`]).status !== 0) {
      console.error(`left out: ${name}, which python3 does not have`);
      return [];
    }
    const dtypes = task === "check" ? (["float64"] as const) : (["float64", "float32"] as const);
    return dtypes.map((dtype) => pythonPlayer(name, dtype, task));
  });
}

/** The names of those that were not there to play. */
export const absent = (players: readonly Player[], names: readonly string[]): string[] =>
  [...new Set(names)].filter((name) => !players.some((player) => player.name === name));
