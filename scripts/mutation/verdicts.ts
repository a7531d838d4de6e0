// The tests of the verdict that every mutant has to face, smaller than those that run beside them.
import { expect, test } from "vitest";
import { checkCorpus, shortcomings } from "../../packages/gradcheck/test/corpus/check.ts";
import { drawGraph } from "../../packages/gradcheck/test/graphs/draw-graph.ts";
import { tryOut } from "../../packages/gradcheck/test/graphs/trial.ts";

test("the corpus", () => {
  expect(shortcomings(checkCorpus(0))).toEqual([]);
});

test("random graphs", () => {
  const faults: number[] = [];
  for (let seed = 1_000_000; seed < 1_000_200; seed++)
    for (const outcome of tryOut(drawGraph(seed)))
      if (outcome.faults.some(({ excuse }) => excuse === undefined)) faults.push(seed);
  expect(faults.length).toBeLessThanOrEqual(10);
});
