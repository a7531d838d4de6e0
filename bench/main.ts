// Ours beside rivals: speed, start-up, memory, size, and how cost grows. Run: npm run bench -- --help
import { spawnSync } from "node:child_process";
import { existsSync, readdirSync, readFileSync, statSync, writeFileSync } from "node:fs";
import { cpus } from "node:os";
import { join, resolve } from "node:path";
import { help, parseArguments, type Request } from "./arguments.ts";
import { nets, randomNet } from "./nets.ts";
import { bench, install, rivals } from "./rivals.ts";
import { full, quick, type Section } from "./section.ts";
import { checking } from "./sections/checking.ts";
import { growth } from "./sections/growth.ts";
import { memory } from "./sections/memory.ts";
import { size } from "./sections/size.ts";
import { startup } from "./sections/startup.ts";
import { training } from "./sections/training.ts";
import { table } from "./table.ts";

const root = resolve(bench, "..");

function run(command: string, args: readonly string[]): void {
  const { status } = spawnSync(command, args, {
    cwd: root,
    stdio: ["ignore", 2, 2],
    shell: process.platform === "win32",
  });
  if (status !== 0) throw new Error(`bench: ${command} ${args.join(" ")} failed`);
}

/** Builds the packages when a source is newer than what was built, and the processes of the contestants. */
function build(): void {
  const newest = (folder: string) =>
    Math.max(
      ...readdirSync(folder, { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map(({ parentPath, name }) => statSync(join(parentPath, name)).mtimeMs),
    );
  const isOld = (name: string) => {
    const built = join(root, "packages", name, "dist/index.js");
    return !existsSync(built) || statSync(built).mtimeMs < newest(join(root, "packages", name, "src"));
  };
  if (["core", "layers", "gradcheck"].some(isOld)) run("npm", ["run", "--silent", "build"]);
  const entries = ["worker", "start", "empty"].map((name) => `bench/${name}.ts`);
  const flags = ["--no-config", "--silent", "--format", "esm", "--target", "es2023", "--clean"];
  run(process.execPath, [
    "node_modules/tsup/dist/cli-default.js",
    ...entries,
    ...flags,
    "--out-dir",
    "bench/rivals/run",
  ]);
}

/** Names of the rivals that are installed. */
function installRivals(): string[] {
  const names = Object.keys(rivals).filter((name) => name !== "ndarray-gemm");
  return names.filter((name) => {
    if (install(name)) return true;
    console.error(`left out: ${name}, which npm could not install`);
    return false;
  });
}

async function* runSections({ sections, nets: named, seed, quick: short }: Request): AsyncGenerator<Section> {
  const effort = short ? quick : full;
  build();
  const installed = sections.some((name) => name !== "gradcheck" && name !== "growth") ? installRivals() : [];
  for (const name of sections) {
    if (name === "training") {
      const drawn = seed ?? Date.now() % 1e6;
      const random = randomNet(drawn);
      const all = [...nets, { ...random, name: `random (seed ${drawn})` }];
      const chosen = all.filter((net) => named.length === 0 || named.includes(net.name.split(" ")[0]));
      yield training(chosen, installed, effort);
    } else if (name === "gradcheck") yield checking(effort);
    else if (name === "startup") yield startup(installed, short ? 3 : 9);
    else if (name === "memory") yield memory(installed, short ? 300 : 1500);
    else if (name === "size") yield size(installed);
    else if (name === "growth") yield growth(effort);
  }
}

/** Of the first core; where Node does not know, as the kernel says. */
function gigahertz(): string {
  const { speed } = cpus()[0];
  const info = "/proc/cpuinfo";
  const megahertz =
    speed > 0 || !existsSync(info) ? speed : /MHz\s*: (\d+)/.exec(readFileSync(info, "utf8"))?.[1];
  return megahertz ? (Number(megahertz) / 1000).toFixed(1) : "?";
}

function summarize(sections: readonly Section[]): string {
  const goals = sections.flatMap((section) => section.goals);
  const rows = goals.map(({ what, measured, met }) => [what, measured, met ? "met" : "missed"]);
  return `## Goals\n\n${goals.filter(({ met }) => met).length} of ${goals.length} met.\n\n${table(["goal", "measured", ""], rows)}`;
}

async function main(): Promise<void> {
  const request = parseArguments(process.argv.slice(2));
  if (request.help) return console.log(help);
  const date = new Date().toISOString().slice(0, 10);
  const heading = [
    "# Benchmarks",
    "",
    `${cpus().length} cores at ${gigahertz()} GHz (${process.arch}), Node ${process.versions.node}, ${date}. Times are of the processor, on one`,
    "thread, unless said otherwise; medians of runs that take turns, each contestant in a process of its own. Written by",
    "`npm run bench`.",
  ].join("\n");
  const parts = [heading];
  console.log(`${heading}\n`);
  const sections: Section[] = [];
  for await (const section of runSections(request)) {
    sections.push(section);
    parts.push(`## ${section.title}\n\n${section.text}`);
    console.log(`${parts[parts.length - 1]}\n`);
  }
  if (request.sections.includes("products"))
    run(process.execPath, ["--import", "tsx", "bench/products.ts", ...request.shapes]);
  if (sections.some(({ goals }) => goals.length > 0)) console.log(summarize(sections));
  if (request.complete) {
    parts.splice(1, 0, summarize(sections));
    writeFileSync(join(bench, "RESULTS.md"), `${parts.join("\n\n")}\n`);
    console.error("bench/RESULTS.md is written");
  }
}

try {
  await main();
} catch (error) {
  console.error((error as Error).message);
  process.exitCode = 1;
}
