// Trains the nets of packages/layers/test/bits on every host that is there, and compares the bits:
//
//   npm run bits               a line for each host; the exit code is 1 where one differs
//   npm run bits -- --write    writes the hashes of this Node to bits.json, for nets that were changed
import { existsSync, readFileSync, writeFileSync } from "node:fs";
import { resolve } from "node:path";
import { chromium } from "playwright-core";
import {
  type Hashes,
  hashesBy,
  otherNodes,
  program,
  withoutCompiling,
  withoutWebAssembly,
} from "../packages/layers/test/bits/hosts.ts";

const file = resolve(import.meta.dirname, "../packages/layers/test/bits/bits.json");
const executablePath = process.env.CHROMIUM_PATH ?? "/usr/bin/chromium";
const code = program();

if (process.argv.includes("--write")) {
  writeFileSync(file, `${JSON.stringify(hashesBy(process.execPath, code), undefined, 2)}\n`);
}
const expected: Hashes = JSON.parse(readFileSync(file, "utf8"));

async function hashesByChromium(code: string): Promise<Hashes> {
  const browser = await chromium.launch({ executablePath, args: ["--no-sandbox"] });
  try {
    const page = await browser.newPage();
    const printed = page.waitForEvent("console");
    await page.evaluate(code);
    return JSON.parse((await printed).text());
  } finally {
    await browser.close();
  }
}

const nodes = [{ version: process.versions.node, run: process.execPath }, ...otherNodes()];
const hosts: [name: string, run: () => Hashes | Promise<Hashes>][] = nodes.flatMap(({ version, run }) => [
  [`Node ${version}`, () => hashesBy(run, code)],
  [`Node ${version} without WebAssembly`, () => hashesBy(run, withoutWebAssembly(code))],
  [`Node ${version} without compiling`, () => hashesBy(run, code, withoutCompiling)],
]);
if (existsSync(executablePath))
  hosts.push(
    ["Chromium", () => hashesByChromium(code)],
    ["Chromium without WebAssembly", () => hashesByChromium(withoutWebAssembly(code))],
  );

for (const [name, run] of hosts) {
  const found = await run();
  const different = Object.keys(expected).filter((key) => found[key] !== expected[key]);
  const came = different.length === 0 ? "the same bits" : `other bits: ${different.join(", ")}`;
  console.log(`${name.padEnd(40)}${Object.keys(found).length} nets, ${came}`);
  if (different.length > 0) process.exitCode = 1;
}
