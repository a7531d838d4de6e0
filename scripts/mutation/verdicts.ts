// The tests of the verdict that every mutant has to face, smaller than those that run beside them.
import { expect, test } from "vitest";
import { checkCorpus, shortcomings } from "../../packages/gradcheck/test/corpus/check.ts";
import { drawGraph } from "../../packages/gradcheck/test/graphs/draw-graph.ts";
import { tryOut } from "../../packages/gradcheck/test/graphs/trial.ts";
import { expectAsBefore } from "./run-tests.ts";

test("the corpus", () => {
  expect(shortcomings(checkCorpus(0))).toEqual([]);
});

// A few of them are misjudged as the sources are.
test.each(Array.from({ length: 20 }, (_, k) => 1_000_000 + 10 * k))(
  "ten random graphs from %s on",
  (from) => {
    const faulty: string[] = [];
    for (let seed = Number(from); seed < Number(from) + 10; seed++)
      for (const { twin, faults } of tryOut(drawGraph(seed)))
        for (const { kind, isChaotic } of faults) if (!isChaotic) faulty.push(`${seed}, ${twin}: ${kind}`);
    expectAsBefore(`faulty graphs from ${from} on`, faulty);
  },
);
