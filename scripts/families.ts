// Checks the families of subjects that checkers misjudge at some seeds, and prints what is misjudged:
//
//   npm run -s families -- --seeds 20 --seed 0               one seed from 0 on unless given
//   npm run -s families -- --family "name" --seed 3          one family, with the reports
//
// Its exit code is 1 where anything is misjudged.
import { parseArgs } from "node:util";
import { toText } from "../packages/gradcheck/src/index.ts";
import { misjudged } from "../packages/gradcheck/test/families/family.ts";
import { families } from "../packages/gradcheck/test/families/index.ts";

const { values: options } = parseArgs({
  options: {
    seeds: { type: "string", default: "1" },
    seed: { type: "string", default: "0" },
    family: { type: "string" },
  },
});

const chosen = families.filter(({ name }) => options.family === undefined || name === options.family);
if (chosen.length === 0 && options.family !== undefined)
  throw new Error(`families: there are ${families.map(({ name }) => `"${name}"`).join(", ")}`);
const first = Number(options.seed);
const seeds = Array.from({ length: Number(options.seeds) }, (_, k) => first + k);
for (const family of chosen) {
  const { name, members } = family;
  let wrongly = 0;
  for (const seed of seeds)
    for (const { member, twin, report } of misjudged(family, seed)) {
      wrongly++;
      console.log(
        `${name}: ${member}, ${twin}: ${report.verdict}; families --family "${name}" --seed ${seed}`,
      );
      if (options.family !== undefined) console.log(`${toText(report)}\n`);
    }
  const right = members.length * seeds.length;
  const wrong = members.reduce((sum, { wrong }) => sum + Object.keys(wrong).length, 0) * seeds.length;
  console.log(`${name}: ${right} right and ${wrong} wrong ones, ${wrongly} misjudged`);
  if (wrongly > 0) process.exitCode = 1;
}
