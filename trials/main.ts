// Every operation of public libraries under the checker. Run: npm run trials [-- name ...]
import { parseArgs } from "node:util";
import { installPackages } from "../scripts/install-packages.ts";
import { folderOf } from "./folder-of.ts";
import { libraries } from "./libraries/index.ts";
import { outcomesOf } from "./outcomes-of.ts";

const { positionals } = parseArgs({ allowPositionals: true });
const chosen = libraries.filter(({ name }) => positionals.length === 0 || positionals.includes(name));
for (const library of chosen) {
  if (!installPackages(folderOf(library), library.packages))
    throw new Error(`trials: npm could not install ${library.name}`);
  const start = performance.now();
  const outcomes = await outcomesOf(library);
  for (const { op, at, verdict, words } of outcomes)
    if (verdict !== "pass") console.log(`${library.name}  ${op} at ${at}: ${verdict}, ${words}`);
  const seconds = ((performance.now() - start) / 1000).toFixed(1);
  console.log(`${library.name}: ${outcomes.length} trials in ${seconds} s`);
}
