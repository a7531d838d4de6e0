// Right relu nets at a row of zeros with biases of zero are not accused. `scripts/relu-nets.ts` tries more of them.
import { expect, test } from "vitest";
import { toText } from "../../src/index.ts";
import { checkReluNet, drawReluNet } from "./relu-nets.ts";

const first = 1_000_000;
const nets = 100;

test(`relu nets ${first} to ${first + nets - 1} are not accused`, () => {
  const accused = new Map<number, string>();
  for (let seed = first; seed < first + nets; seed++) {
    const report = checkReluNet(drawReluNet(seed));
    if (report.verdict === "fail") accused.set(seed, toText(report));
  }
  expect([...accused.keys()], [...accused.values()].join("\n")).toEqual([]);
});
