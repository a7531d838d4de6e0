import { expect, test } from "vitest";
import { toText } from "../../../src/index.ts";
import { traps } from "./index.ts";

for (const { name, check, undecidable } of traps) {
  test(name, () => {
    const report = check();
    expect(undecidable ? ["pass", "inconclusive"] : ["pass"], toText(report)).toContain(report.verdict);
  });
}

test.each(traps.flatMap(({ mutants }) => mutants).map((mutant) => [mutant.name, mutant] as const))(
  "%s",
  (_, { check }) => {
    const report = check();
    expect(report.verdict, toText(report)).toBe("fail");
  },
);
