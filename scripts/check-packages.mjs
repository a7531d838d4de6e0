// Checks what a user would get: packs the packages, lints the tarballs, and runs and type-checks a short program
// against them in a folder that holds the packages, their declared dependencies, and nothing else. It needs no network
// once the workspace is installed.
import { spawnSync } from "node:child_process";
import * as fs from "node:fs";
import { createRequire } from "node:module";
import { homedir, tmpdir } from "node:os";
import { delimiter, dirname, join, resolve } from "node:path";
import { measureBundles } from "./bundle-sizes.mjs";

const root = resolve(import.meta.dirname, "..");
const readJson = (path) => JSON.parse(fs.readFileSync(path, "utf8"));
const { packageManager } = readJson(join(root, "package.json"));
const names = ["core", "layers", "gradcheck"];
const scratch = fs.mkdtempSync(join(fs.realpathSync(tmpdir()), "nudge-packages-"));

/** Runs a command and gives what it printed; throws with that when its exit code is another than is expected. */
function run(command, args, cwd = root, expected = 0) {
  const PATH = [join(root, "node_modules/.bin"), process.env.PATH].join(delimiter);
  const options = { cwd, encoding: "utf8", env: { ...process.env, PATH } };
  const { status, stdout, stderr, error } = spawnSync(command, args, options);
  if (status !== expected)
    throw new Error(`${[command, ...args].join(" ")}\n${error ?? ""}${stdout}${stderr}`);
  return stdout;
}

function check(what, f) {
  f();
  console.log(`ok  ${what}`);
}

/** What may not be in a package: traces of the machine that packed it, and what only the workspace understands. */
function findTraces(folder) {
  const registry = new URL(process.env.npm_config_registry ?? "https://registry.npmjs.org").host;
  const traces = [root, `${homedir()}/`, scratch, "file://", registry];
  for (const entry of fs.readdirSync(folder, { recursive: true, withFileTypes: true })) {
    if (!entry.isFile()) continue;
    const path = join(entry.parentPath, entry.name);
    const text = fs.readFileSync(path, "utf8");
    const forbidden = entry.name === "package.json" ? [...traces, "workspace:", "@nudge/source"] : traces;
    for (const trace of forbidden) if (text.includes(trace)) throw new Error(`${path} contains "${trace}"`);
  }
}

/** The folder of a dependency as the workspace has it, found from the package that declares it. */
function locate(dependency, from) {
  const folders = createRequire(join(from, "package.json")).resolve.paths(dependency);
  const found = folders.map((folder) => join(folder, dependency)).find((folder) => fs.existsSync(folder));
  if (found === undefined) throw new Error(`${from} declares ${dependency}, which is not installed`);
  return fs.realpathSync(found);
}

/**
 * Puts a package where it sees its declared dependencies and nothing else, and these likewise; gives its folder. Peers
 * are the workspace's.
 */
function install(source, unpacked) {
  const {
    name,
    dependencies = {},
    peerDependencies = {},
  } = readJson(join(unpacked.get(source) ?? source, "package.json"));
  const home = join(scratch, "store", name.replace("/", "+"), "node_modules");
  const folder = join(home, name);
  if (fs.existsSync(folder)) return folder;
  fs.cpSync(unpacked.get(source) ?? source, folder, { recursive: true });
  for (const dependency of Object.keys(dependencies))
    link(install(locate(dependency, source), unpacked), join(home, dependency));
  if (unpacked.has(source))
    for (const peer of Object.keys(peerDependencies)) link(locate(peer, root), join(home, peer));
  return folder;
}

function link(folder, path) {
  fs.mkdirSync(dirname(path), { recursive: true });
  fs.symlinkSync(folder, path, "junction");
}

try {
  const pnpm = ["--yes", "--prefer-offline", packageManager, "--recursive"];
  run("npx", [...pnpm, "--filter", "./packages/*", "pack", "--pack-destination", scratch]);

  const unpacked = new Map();
  for (const name of names) {
    const source = join(root, "packages", name);
    const tarball = join(scratch, `nudge-${name}-${readJson(join(source, "package.json")).version}.tgz`);
    const folder = join(scratch, "unpacked", name);
    fs.mkdirSync(folder, { recursive: true });
    run("tar", ["-xzf", tarball, "-C", folder, "--strip-components=1"]);
    unpacked.set(source, folder);

    check(`${name}: publint`, () => run("publint", ["run", tarball, "--strict"]));
    check(`${name}: types resolve (attw)`, () => run("attw", [tarball, "--profile", "esm-only"]));
    check(`${name}: no trace of the machine or the workspace`, () => findTraces(folder));
  }

  const project = join(scratch, "project");
  for (const source of unpacked.keys()) {
    const folder = install(source, unpacked);
    link(folder, join(project, "node_modules", readJson(join(folder, "package.json")).name));
  }
  for (const { name, sizes, isTold } of await measureBundles(project))
    check(`${name}: ${sizes}`, () => {
      if (!isTold) throw new Error(`${name} is not within 5 % of what the README says: ${sizes}`);
    });
  fs.cpSync(join(root, "test/consumer"), project, { recursive: true });
  check("the packages run in plain Node with nothing but their dependencies", () =>
    run(process.execPath, ["consumer.mjs"], project),
  );
  check(
    "the command line finds the mistake in a layer there, in TypeScript, and passes what is right",
    () => {
      const folder = join(project, "node_modules/@nudge/gradcheck");
      const program = join(folder, readJson(join(folder, "package.json")).bin.gradcheck);
      const gradcheck = (status, ...words) =>
        run(process.execPath, [program, "my-layer.ts", ...words], project, status);
      gradcheck(0, "--filter", "dense");
      const text = gradcheck(1, "--html", "report.html", "--json", "reports.json");
      if (!/scale, four rows[\s\S]* gain +\[3\] .* 3\/3/.test(text)) throw new Error(text);
      for (const file of ["report.html", "reports.json"]) fs.accessSync(join(project, file));
    },
  );
  check("their types compile there", () => {
    for (const name of ["@types/node", "vitest"])
      link(locate(name, root), join(project, "node_modules", name));
    const files = ["consumer.mjs", "my-layer.ts", "matcher.ts"];
    run("tsc", ["--noEmit", "--strict", "--checkJs", "--module", "nodenext", ...files], project);
  });
  check("the matcher runs there", () => {
    fs.renameSync(join(project, "matcher.ts"), join(project, "matcher.test.ts"));
    run("vitest", ["run"], project);
  });
} catch (error) {
  console.error(`not ok\n${error.message}`);
  process.exitCode = 1;
} finally {
  fs.rmSync(scratch, { recursive: true, force: true });
}
