// Installs the workspace when it is not installed as the lock file says, and otherwise does nothing: a second
// run needs no network. pnpm comes through npx at the version pinned in package.json.
import { spawnSync } from "node:child_process";
import { existsSync, readFileSync } from "node:fs";

const root = new URL("../", import.meta.url);
const read = (path) => readFileSync(new URL(path, root), "utf8");

// pnpm leaves a copy of the lock file that it last installed from.
const installed = "node_modules/.pnpm/lock.yaml";
if (!existsSync(new URL(installed, root)) || read(installed) !== read("pnpm-lock.yaml")) {
  const { packageManager } = JSON.parse(read("package.json"));
  const { status } = spawnSync("npx", ["--yes", packageManager, "install", "--frozen-lockfile"], {
    cwd: root,
    stdio: "inherit",
    shell: process.platform === "win32",
  });
  if (status !== 0) process.exit(status ?? 1);
}
