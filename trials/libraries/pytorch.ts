import { spawnSync } from "node:child_process";
import { join } from "node:path";
import { commandMap, gradcheckMap } from "@nudge/gradcheck";
import type { Library } from "../trial.ts";

const script = join(import.meta.dirname, "pytorch.py");

type Named<T> = Readonly<Record<string, T>>;

const renamed = <T>(tensors: Named<T>, rename: (name: string) => string) =>
  Object.fromEntries(Object.entries(tensors).map(([name, x]) => [rename(name), x]));

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
    const server = commandMap([python, script, "serve"]);
    return (JSON.parse(stdout) as [op: string, at: string][]).map(([op, at], i) => {
      const prefix = `${i} `;
      const there = <T>(tensors: Named<T>) => renamed(tensors, (name) => `${prefix}${name}`);
      const here = <T>(tensors: Named<T>) => renamed(tensors, (name) => name.slice(prefix.length));
      const check = () => {
        const own = Object.entries(server.tensors).filter(([name]) => name.startsWith(prefix));
        return gradcheckMap({
          name: op,
          tensors: here(Object.fromEntries(own)),
          forward: (tensors, pass) => server.forward(there(tensors), pass),
          backward: (upstream, number: number, tensors) =>
            here(server.backward(upstream, number, there(tensors))),
        });
      };
      return { op, at, check };
    });
  },
};
