import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { fileURLToPath, pathToFileURL } from "node:url";
import { defineLayer, matmul, ones } from "@nudge/core";
import { expect, test } from "vitest";
import { dense } from "../../../layers/src/index.ts";
import { gradcheck, gradcheckFunction, gradcheckMap } from "../index.ts";
import { ownFrames } from "./frames.ts";

const thrown = ({ findings }: { findings: { kind: string; message: string }[] }) =>
  findings.find(({ kind }) => kind === "throws")?.message;

test("what a pass throws is placed at the line of the user's, also where one of our functions threw it", () => {
  const project = defineLayer("project", () => ({
    parameters: { weight: ones([3, 2]) },
    forward: (x, { weight }) => [matmul(x, weight), x],
    backward: (dy, _x, { weight }) => ({ input: matmul(dy, weight), weight }),
  }));
  expect(thrown(gradcheck(project(), { input: [4, 3] }))).toMatch(
    /^backward threw Error: project\(\): matmul: .* \(frames\.test\.ts:18:\d+\)/,
  );
  const own = () => {
    throw new TypeError("no");
  };
  const map = { tensors: {}, forward: () => [ones([1]), 0] as const, backward: own };
  expect(thrown(gradcheckMap(map))).toMatch(/^backward threw TypeError: no \(frames\.test\.ts:24:\d+\)/);
  const f = { theta: [1], value: own, gradient: () => [1] };
  expect(thrown(gradcheckFunction(f))).toContain("(frames.test.ts:24:");
});

test("what is thrown before a line of the user's has no place: the call of the check is none", () => {
  expect(thrown(gradcheck(dense(4, 2), { input: [4, 3] }))).toMatch(/got \[4, 3\]; at the given point$/);
  const refuses = () => {
    throw "words";
  };
  const f = { theta: [1], value: refuses, gradient: () => [1] };
  expect(thrown(gradcheckFunction(f))).toMatch(/^forward threw words; /);
});

test("frames of Node, of the loader and of the packages are not the user's", () => {
  const error = new Error("no");
  error.stack = `Error: no
    at checkOptions (file:///home/me/node_modules/@nudge/core/dist/index.js:565:11)
    at make (/home/me/my-layer.ts:6:31)
    at C:\\me\\node_modules\\@nudge\\gradcheck\\dist\\chunk.js:1:1
    at file:///home/me/main.js:1:9
    at eval_evalModule (/home/me/node_modules/jiti/dist/jiti.cjs:1:1)
    at async ModuleJob.run (node:internal/modules/esm/module_job:195:25)`;
  expect(ownFrames(error)).toEqual([
    "    at make (/home/me/my-layer.ts:6:31)",
    "    at file:///home/me/main.js:1:9",
  ]);
});

test("our own frames are told by where these packages lie, as URLs and as paths", () => {
  const source = new URL("../../../core/src/tensor/matmul.ts", import.meta.url).href;
  const dist = new URL("../../../layers/dist/index.js", import.meta.url).href;
  const error = new Error("no");
  error.stack = `Error: no
    at matmul (${source}:1:1)
    at ${fileURLToPath(source)}:1:1
    at async forward (${dist}:1:1)
    at test (${import.meta.url}:1:1)`;
  expect(ownFrames(error)).toEqual([`    at test (${import.meta.url}:1:1)`]);
});

test("folders of the user's that are called as ours are the user's", async () => {
  const error = new Error("no");
  const own = [
    "    at forward (/home/me/packages/core/src/my-layer.ts:1:1)",
    "    at Layer.backward (file:///home/me/packages/layers/src/a%20layer.ts:1:1)",
    "    at C:\\me\\packages\\gradcheck\\test\\map.ts:1:1",
    "    at async file:///C:/me/@nudge/core/dist/index.js:1:1",
  ];
  error.stack = ["Error: no", ...own].join("\n");
  expect(ownFrames(error)).toEqual(own);

  const folder = mkdtempSync(join(tmpdir(), "frames-"));
  const file = join(folder, "packages/core/src/my-layer.mjs");
  mkdirSync(join(file, ".."), { recursive: true });
  writeFileSync(file, "export const forward = () => {\n  throw new Error('mine');\n};\n");
  const { forward } = await import(pathToFileURL(file).href);
  rmSync(folder, { recursive: true });
  const said = thrown(gradcheckMap({ tensors: { x: ones([2]) }, forward, backward: () => ({ x: null }) }));
  expect(said).toMatch(/^forward threw Error: mine \(my-layer\.mjs:2:9\)/);
});
