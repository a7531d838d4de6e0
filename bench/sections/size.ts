// What an installation weighs, with all dependencies.
import { spawnSync } from "node:child_process";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { tmpdir } from "node:os";
import { join, resolve } from "node:path";
import { npmInstall } from "../../scripts/install-packages.ts";
import { bench, versionsOf } from "../rivals.ts";
import { goal, type Section } from "../section.ts";
import { table } from "../table.ts";

/** Megabytes. */
const MOST = 2;

export function size(installed: readonly string[]): Section {
  console.error("size");
  const ours = sizeOfOurs();
  const rows = installed.map((rival) => [versionsOf(rival), sizeOf(join(bench, "rivals", rival)).toFixed(1)]);
  return {
    title: "Installed size: MB",
    text: [
      "All files of the packages and their dependencies in an empty folder; no install script was run.",
      "",
      table(["", "MB"], [["@nudge/core, @nudge/layers", ours?.toFixed(2) ?? "-"], ...rows]),
    ].join("\n"),
    goals:
      ours === undefined
        ? []
        : [goal(`installed size: at most ${MOST} MB`, `${ours.toFixed(2)} MB`, ours <= MOST)],
  };
}

/** Of the packed packages, installed as a user would; undefined when that fails, as without a network. */
function sizeOfOurs(): number | undefined {
  const root = resolve(bench, "..");
  const folder = mkdtempSync(join(tmpdir(), "nudge-size-"));
  try {
    const { packageManager } = JSON.parse(readFileSync(join(root, "package.json"), "utf8"));
    const filters = ["core", "layers"].flatMap((name) => ["--filter", `@nudge/${name}`]);
    const pack = [
      "--yes",
      "--prefer-offline",
      packageManager,
      ...filters,
      "pack",
      "--pack-destination",
      folder,
    ];
    const { status, stderr } = spawnSync("npx", pack, { cwd: root, encoding: "utf8" });
    if (status !== 0) throw new Error(stderr);
    const tarballs = readdirSync(folder).map((name) => join(folder, name));
    if (npmInstall(folder, ["--prefix", folder, ...tarballs])) return sizeOf(join(folder, "node_modules"));
    console.error("left out: our installed size");
    return undefined;
  } finally {
    rmSync(folder, { recursive: true });
  }
}

function sizeOf(folder: string): number {
  const files = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) =>
    entry.isFile(),
  );
  return (
    files.reduce((total, { parentPath, name }) => total + statSync(join(parentPath, name)).size, 0) / 2 ** 20
  );
}
