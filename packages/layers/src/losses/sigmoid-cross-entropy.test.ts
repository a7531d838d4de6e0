import { accuracy, createModel, evaluate } from "@nudge/core";
import { expect, test } from "vitest";
import { dense, sigmoidCrossEntropy } from "../index.ts";

test("accuracy cuts probabilities at a half, that is logits at 0", () => {
  const model = createModel(dense(1, 1));
  model.theta.set([1, 0]);
  const data = { inputs: [[0.2], [0.4], [3], [-1]], targets: [[1], [1], [1], [0]] };
  expect(evaluate(model, data, { loss: sigmoidCrossEntropy(), metrics: [accuracy()] }).accuracy).toBe(1);
});
