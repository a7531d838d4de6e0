// The rivals, each installed from npm into a folder of its own in bench/rivals, at a pinned version. No script of theirs
// runs: some would build native add-ons that nothing here uses.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

export const bench = import.meta.dirname;

export const rivals: Record<string, Record<string, string>> = {
  "brain.js": { "brain.js": "2.0.0-beta.24" },
  convnetjs: { convnetjs: "0.3.0" },
  "jax-js": { "@jax-js/jax": "0.1.25" },
  "ml-fnn": { "ml-fnn": "5.0.0" },
  "ndarray-gemm": { "ndarray-gemm": "1.0.0" },
  neataptic: { neataptic: "1.4.7" },
  synaptic: { synaptic: "1.1.4" },
  tfjs: {
    "@tensorflow/tfjs": "4.22.0",
    "@tensorflow/tfjs-backend-wasm": "4.22.0",
  },
};

/** Packages with their versions, as a sentence names them. */
export const versionsOf = (rival: string): string =>
  Object.entries(rivals[rival])
    .map(([name, version]) => `${name} ${version}`)
    .join(", ");

/** Installs a rival unless it is there, and tells whether it is there then. */
export function install(rival: string): boolean {
  const folder = join(bench, "rivals", rival);
  const manifest = join(folder, "package.json");
  const wanted = `${JSON.stringify({ private: true, dependencies: rivals[rival] }, undefined, 2)}\n`;
  // npm writes this file last.
  const done = join(folder, "node_modules/.package-lock.json");
  if (existsSync(done) && readFileSync(manifest, "utf8") === wanted) return true;
  mkdirSync(folder, { recursive: true });
  writeFileSync(manifest, wanted);
  return npmInstall(folder) && existsSync(done);
}

/** Installs what the package.json in a folder names, or the packages given. */
export function npmInstall(folder: string, packages: readonly string[] = []): boolean {
  const flags = ["--ignore-scripts", "--no-audit", "--no-fund", "--prefer-offline", "--no-package-lock"];
  const options = { cwd: folder, encoding: "utf8", shell: process.platform === "win32" } as const;
  const { status, stderr } = spawnSync("npm", ["install", ...flags, ...packages], options);
  if (status !== 0) console.error(stderr?.split("\n").slice(0, 3).join("\n"));
  return status === 0;
}
