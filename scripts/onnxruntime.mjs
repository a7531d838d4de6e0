// Installs onnxruntime, 290 megabytes, for the tests that run ONNX files in it. Its own script would only fetch what GPUs need.
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";

const folder = resolve(import.meta.dirname, "../node_modules/.onnxruntime");
mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}/package.json`, "{}\n");
const options = ["--ignore-scripts", "--no-audit", "--no-fund"];
execFileSync("npm", ["install", ...options, "onnxruntime-node@1.30.0"], { cwd: folder, stdio: "inherit" });
