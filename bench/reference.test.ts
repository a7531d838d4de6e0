import { expect, test } from "vitest";
import { drawProblem } from "./nets.ts";
import type { Problem } from "./problem.ts";
import { trainPlainly } from "./reference.ts";

const net = { name: "small", sizes: [3, 5, 4, 3], batch: 4, hidden: "relu" as const };

/** The slope of the first loss by a weight, from two sides. */
function slopeOf(problem: Problem, layer: number, index: number): number {
  const [above, below] = [1e-6, -1e-6].map((change) => {
    const layers = problem.layers.map(({ weight, bias }) => ({ weight: weight.slice(), bias }));
    layers[layer].weight[index] += change;
    return trainPlainly({ ...problem, layers }, "softmax", 1).losses[0];
  });
  return (above - below) / 2e-6;
}

test("a step goes down the slope of the mean loss", () => {
  const problem = drawProblem(net);
  const after = trainPlainly(problem, "softmax", 1).layers;
  for (const [l, { weight }] of problem.layers.entries()) {
    for (let i = 0; i < weight.length; i++)
      expect((weight[i] - after[l].weight[i]) / problem.rate).toBeCloseTo(slopeOf(problem, l, i), 7);
  }
});

test.each(["softmax, slope 1", "relu", "logistic"] as const)("%s learns a batch that repeats", (kind) => {
  const problem = drawProblem(net);
  const batches = problem.batches.map(() => problem.batches[0]);
  const { losses } = trainPlainly({ ...problem, batches }, kind, 50);
  expect(losses[49]).toBeLessThan(losses[0]);
});
