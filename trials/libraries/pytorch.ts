import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { commandMap, gradcheckMap } from "@nudge/gradcheck";
import type { Library } from "../trial.ts";

const script = join(import.meta.dirname, "pytorch.py");

export const pytorch: Library = {
  name: "PyTorch",
  packages: {},
  async open() {
    const python = ["python3", "/usr/bin/python3"].find(
      (command) => spawnSync(command, ["-c", "import torch"]).status === 0,
    );
    if (python === undefined) {
      console.error("left out: PyTorch, which python3 does not have");
      return undefined;
    }
    const { stdout } = spawnSync(python, [script], { encoding: "utf8", maxBuffer: 2 ** 24 });
    // One process serves all trials: its tensors are called after them, "12 x".
    const { tensors, forward, backward } = commandMap([python, script, "serve"]);
    return (JSON.parse(stdout) as [op: string, at: string][]).map(([op, at], i) => ({
      op,
      at,
      check() {
        const own = Object.entries(tensors).filter(([name]) => name.startsWith(`${i} `));
        return gradcheckMap({ name: op, tensors: Object.fromEntries(own), forward, backward });
      },
    }));
  },
};
