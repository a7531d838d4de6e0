// What holds of all foreign maps, wherever they are run.
import { execFileSync } from "node:child_process";
import { readFileSync } from "node:fs";
import { join, resolve } from "node:path";
import { multiply, tensor } from "@nudge/core";
import { buildSync } from "esbuild";
import { expect, test } from "vitest";
import { answering, folderOf, helpers, moduleOf } from "../../test/foreign-subjects.ts";
import type { MapSubject } from "../subject/map.ts";
import { gradcheckMap } from "../verbs/gradcheck-map.ts";

test("backward never asks for a pass that is no longer remembered", () => {
  const told = [
    readFileSync(join(helpers, "nudge.py"), "utf8").match(/REMEMBERED = (\d+)/),
    readFileSync(join(helpers, "nudge.h"), "utf8").match(/nudge_passes = (\d+)/),
    readFileSync(resolve(import.meta.dirname, "module-subject.ts"), "utf8").match(/remembered = (\d+)/),
    readFileSync("docs/protocol.md", "utf8").match(/last (\d+) passes/),
  ].map((found) => Number(found?.[1]));
  let passes = 0;
  let oldest = 0;
  const map = (factor: number): MapSubject => ({
    tensors: { x: tensor([1, -0.5, 0, 2]), y: tensor([3, 1, 2, 4]) },
    forward: ({ x, y }) => [multiply(x, y), passes++],
    backward: (dy, pass, { x, y }) => {
      oldest = Math.max(oldest, passes - (pass as number));
      return { x: multiply(dy, y), y: multiply(multiply(dy, x), factor) };
    },
  });
  for (const factor of [1, 2]) {
    gradcheckMap(map(factor), { points: 2 });
    gradcheckMap(map(factor), { method: "bisect" });
  }
  expect(oldest).toBeGreaterThan(1);
  expect(told).toEqual([16, 16, 16, 16]);
  expect(oldest).toBeLessThanOrEqual(16 / 2);
});

test("a minified bundle works, and a program with open maps ends, and its processes with it", async () => {
  const identity = `
    export const tensors = { x: [3] };
    export const forward = async ({ x }) => [x, 0];
    export const backward = () => ({});
  `;
  const [, , code] = answering([]);
  const program = `
    import { rng } from "@nudge/core";
    import { commandMap } from "./command-map.ts";
    import { workerMap } from "./worker-map.ts";

    const module = workerMap(${JSON.stringify(moduleOf(identity))});
    const [y] = module.forward(module.tensors, { training: true, rng: rng(1) });
    const { x } = commandMap([process.execPath, "-e", ${JSON.stringify(code)}]).tensors;
    console.log(JSON.stringify([y.data[0], x.data[0]]));
  `;
  const { path, remove } = folderOf({});
  try {
    buildSync({
      stdin: { contents: program, resolveDir: import.meta.dirname, loader: "ts" },
      outfile: path("program.mjs"),
      bundle: true,
      minify: true,
      keepNames: true,
      format: "esm",
      platform: "node",
      conditions: ["@nudge/source"],
      banner: {
        js: 'import { createRequire } from "node:module"; const require = createRequire(import.meta.url);',
      },
    });
    const [three, pid] = JSON.parse(
      execFileSync(process.execPath, [path("program.mjs")], { encoding: "utf8" }),
    );
    expect(three).toBe(3);
    const isRunning = () => {
      try {
        return process.kill(pid, 0);
      } catch {
        return false;
      }
    };
    while (isRunning()) await new Promise((resolve) => setTimeout(resolve, 5));
  } finally {
    remove();
  }
});
