// Calls every public function with hostile arguments, far more often than the tests do:
//
//   npm run fuzz                      about a million calls
//   npm run fuzz -- --times 3         three times as many as the tests
//
// Each call gives a value, or throws an error that begins with the name of the function; what does not is printed with the
// seed that repeats it.
import { spawnSync } from "node:child_process";
import { parseArgs } from "node:util";

const { values } = parseArgs({ options: { times: { type: "string", default: "33" } } });
const files = ["packages/core/test/doors", "packages/layers/test/doors", "packages/gradcheck/src/refusals"];
const { status } = spawnSync("npx", ["vitest", "run", "--testTimeout=0", ...files], {
  stdio: "inherit",
  env: { ...process.env, FUZZ_TIMES: values.times },
});
process.exitCode = status ?? 1;
