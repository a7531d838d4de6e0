// A model is checked with the penalty that it is trained with: forgetting it in one place is caught.
import { createModel, l1, l2, type Regularization, tensor } from "@nudge/core";
import { leavesOf } from "@nudge/core/internal";
import { describe, expect, test } from "vitest";
import {
  dense,
  gru,
  meanSquaredError,
  relu,
  sequential,
  softmaxCrossEntropy,
  tanh,
} from "../../../layers/src/index.ts";
import { gradcheck, gradcheckFunction, toText } from "../index.ts";

const model = createModel(sequential(dense(3, 4), tanh(), dense(4, 2)), { seed: 1 });
// Biases start at 0, where an l1 penalty has a corner.
model.theta.set(model.theta.map((w) => w + 0.3));
const data = { input: [6, 3], target: [0, 1, 1, 0, 1, 0], loss: softmaxCrossEntropy() };

/** A penalty with something changed. */
const withGradient = (right: Regularization, gradient: Regularization["gradient"]): Regularization => ({
  ...right,
  gradient,
  toString: () => `${right}`,
});

describe.each([l1(0.1), l2(0.1), l1(0.1, { biases: true }), l2(0.1, { biases: true })])("%s", (right) => {
  test("passes, for every entry", () => {
    const report = gradcheck(model, { ...data, regularization: right });
    expect(report.verdict, toText(report)).toBe("pass");
    expect(report.counts.passed).toBe(report.counts.entries);
  });

  test.each(["0.weight", "2.weight"])("forgotten in the gradient of %s fails there", (name) => {
    const forgetful = withGradient(right, (parameter, x) =>
      parameter === name ? undefined : right.gradient(parameter, x),
    );
    const report = gradcheck(model, { ...data, regularization: forgetful });
    expect(report.verdict, toText(report)).toBe("fail");
    expect(report.tensors.filter(({ verdict }) => verdict === "fail").map((tensor) => tensor.name)).toEqual([
      name,
    ]);
  });
});

test("biases in the gradient but not in the value fail", () => {
  const all = l2(0.1, { biases: true });
  const report = gradcheck(model, { ...data, regularization: withGradient(l2(0.1), all.gradient) });
  const wrong = report.tensors.filter(({ verdict }) => verdict === "fail").map(({ name }) => name);
  expect(wrong).toEqual(["0.bias", "2.bias"]);
});

test("a loop that adds the penalty to the loss only fails as a function of θ", () => {
  const penalty = l2(0.1);
  const [x, y] = [tensor([[0.1, 0.2, -0.3]]), tensor([[1, 2]])];
  const evaluate = (theta: Float64Array) => {
    const copy = createModel(model.layer, { seed: 1 });
    copy.theta.set(theta);
    const value = copy.lossAndGradient(x, y, { loss: meanSquaredError() });
    const penalties = leavesOf(copy.parameters).map(([name, parameter]) => penalty.value(name, parameter));
    return { value: penalties.reduce((total, term) => total + term, value), gradient: copy.gradient };
  };
  const report = gradcheckFunction({
    theta: model.theta,
    value: (theta) => evaluate(theta).value,
    gradient: (theta) => evaluate(theta).gradient,
  });
  expect(report.verdict).toBe("fail");
});

test("nested names, and the report's own words", () => {
  const recurrent = createModel(sequential(gru(2, 3), relu(), dense(3, 2)), { seed: 1 });
  const options = { ...data, input: [6, 4, 2], regularization: l2(0.01) };
  const report = gradcheck(recurrent, options);
  expect(report.verdict, toText(report)).toBe("pass");
  expect(report.subject).toBe(
    "sequential(gru(2, 3), relu(), dense(3, 2)) with softmaxCrossEntropy() and l2(0.01)",
  );
  expect(report.replay).toContain("regularization: l2(0.01)");
});

test("only a model has one", () => {
  expect(() => gradcheck(dense(3, 2), { input: [4, 3], regularization: l2(0.1) } as never)).toThrow(
    'gradcheck: unknown option "regularization"',
  );
});
