// Libraries of others, each at pinned versions in a folder of its own. No script of theirs runs: some would build native
// add-ons that nothing here uses.
import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";

/** Installs packages in a folder unless they are there, and tells whether they are there then. */
export function installPackages(folder: string, packages: Readonly<Record<string, string>>): boolean {
  const manifest = join(folder, "package.json");
  const wanted = `${JSON.stringify({ private: true, dependencies: packages }, undefined, 2)}\n`;
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
