// What takes too long for every change: the corpus, the families and random subjects at seeds that nobody has seen before,
// public libraries, and then whether the tests of the verdict notice when it is changed.
//
//   npm run nightly                      at the seed of the day, which everybody who runs it today gets
//   npm run nightly -- --seed 20787      at that of another day, to repeat it
import { parseArgs } from "node:util";
import { runLanes } from "./lanes.mjs";

const { values } = parseArgs({ options: { seed: { type: "string" } } });
const seed = values.seed ?? String(Math.floor(Date.now() / 86_400_000));
console.log(`at seed ${seed}; to repeat it: npm run nightly -- --seed ${seed}\n`);

// The tests that try every few subjects of a kind try all of them.
process.env.NIGHTLY = "all";

await runLanes([
  [["graphs", "--count", "100000", "--seed", seed]],
  [
    // At the seed of the day the corpus may leave some mistakes without a name.
    [
      "corpus",
      ...(values.seed === undefined
        ? ["--offsets", "2000,3000", "--today"]
        : ["--offsets", `2000,3000,${seed}`]),
    ],
    ["nets", "--count", "4000", "--seed", seed],
    ["unit"],
    ["families", "--seeds", "20", "--seed", seed],
    ["bits"],
    ["fuzz"],
    ["trials"],
  ],
]);

// It takes all cores.
await runLanes([[["mutate", "--count", "300", "--seed", seed]]]);
