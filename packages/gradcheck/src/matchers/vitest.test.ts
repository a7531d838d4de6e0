import { createModel, defineLayer, type Layer, multiply, tensor, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { dense, meanSquaredError, relu, sequential, softmaxCrossEntropy } from "../../../layers/src/index.ts";
import { linear, maskTimes, spoil } from "../../test/fixtures.ts";
import { gradcheck, toText } from "../index.ts";
import "./vitest.ts";

/** y = 3 x, with a backward pass of its own. */
const triple = defineLayer("triple", (slope: number) => ({
  forward: (x) => [multiply(x, 3), undefined],
  backward: (dy) => ({ input: multiply(dy, slope) }),
}));

/** A constant output with a gradient of 0: no slope is wrong, and none says anything. */
const undecided = {
  name: "undecided",
  tensors: { x: tensor([1, 2]) },
  forward: () => [zeros([2]), undefined],
  backward: () => ({ x: zeros([2]) }),
};

const cube = {
  theta: [2],
  value: ([x]: Float64Array) => x ** 3,
  gradient: ([x]: Float64Array) => [3 * x * x],
};

const thrownBy = (f: () => void) => {
  try {
    f();
  } catch (error) {
    return error as Error & { actual: unknown; expected: unknown };
  }
  throw new Error("nothing was thrown");
};

interface Untyped {
  toPassGradcheck(options?: object): void;
}

test("a right layer, model, loss, function and map pass", () => {
  expect(dense(4, 3)).toPassGradcheck({ input: [4, 4] });
  expect(triple(3)).toPassGradcheck({ input: [4, 3], seed: 7, points: 2 });
  const model = createModel(sequential(dense(3, 4), relu(), dense(4, 2)));
  expect(model).toPassGradcheck({ input: [4, 3], target: [0, 1, 1, 0], loss: softmaxCrossEntropy() });
  expect(meanSquaredError()).toPassGradcheck({ prediction: [8, 3], target: [8, 3] });
  expect(cube).toPassGradcheck();
  expect(linear()).toPassGradcheck();
});

test("a wrong one does not, and its message is the report as text", () => {
  expect(triple(2)).not.toPassGradcheck({ input: [4, 3] });
  expect({ ...cube, gradient: () => [1] }).not.toPassGradcheck();
  expect(spoil(linear(), ({ b }) => ({ b: multiply(b, 2) }))).not.toPassGradcheck();

  const error = thrownBy(() => expect(triple(2)).toPassGradcheck({ input: [4, 3] }));
  const text = toText(gradcheck(triple(2), { input: [4, 3] }));
  expect(maskTimes(error.message)).toBe(
    maskTimes(`expected triple(2) to pass its gradient check\n\n${text}`),
  );
  expect([error.actual, error.expected]).toEqual(["fail", "pass"]);
});

test("where a failure is wanted, a pass is shown", () => {
  const error = thrownBy(() => expect(triple(3)).not.toPassGradcheck({ input: [4, 3] }));
  expect(error.message).toContain("expected triple(3) to fail its gradient check\n\ngradient check passed");
  expect([error.actual, error.expected]).toEqual(["pass", "fail"]);
});

test("an inconclusive check satisfies neither the assertion nor its negation, and says so", () => {
  for (const error of [
    thrownBy(() => expect(undecided).toPassGradcheck()),
    thrownBy(() => expect(undecided).not.toPassGradcheck()),
  ]) {
    expect(error.message).toContain("gradient check INCONCLUSIVE");
    expect(error.actual).toBe("inconclusive");
  }
});

test("what cannot be checked, and wrong options, are errors also under not", () => {
  const wrong: [unknown, object | undefined, string][] = [
    [dense, { input: [4, 4] }, "toPassGradcheck: expected a layer, a model, a loss"],
    [undefined, undefined, "toPassGradcheck: expected a layer, a model, a loss"],
    [dense(4, 3), { inputs: [4, 4] }, 'toPassGradcheck: unknown option "inputs", did you mean "input"?'],
    [dense(4, 3), undefined, "toPassGradcheck: input is missing"],
  ];
  for (const [subject, options, message] of wrong) {
    // What the compiler would refuse.
    const assertion = expect(subject) as unknown as Untyped & { not: Untyped };
    expect(() => assertion.toPassGradcheck(options)).toThrow(message);
    expect(() => assertion.not.toPassGradcheck(options)).toThrow(message);
  }
});

test("the compiler asks for the options of the subject, as those of the verbs do", () => {
  const layer: Layer = dense(4, 3);
  const model = createModel(sequential(dense(3, 4), relu(), dense(4, 2)));
  const passes = (assert: () => void) => expect(assert).not.toThrow();
  const refuses = (assert: () => void, message: string) => expect(assert).toThrow(message);

  passes(() => expect(layer).toPassGradcheck({ input: [2, 4], threshold: 1e-6 }));
  // @ts-expect-error: a misspelt option
  refuses(() => expect(layer).toPassGradcheck({ input: [2, 4], treshold: 1e-6 }), "threshold");
  // @ts-expect-error: a layer needs an input
  refuses(() => expect(dense(4, 3)).toPassGradcheck(), "input is missing");
  // @ts-expect-error: a layer has no prediction
  refuses(() => expect(dense(4, 3)).toPassGradcheck({ prediction: [2, 4] }), "prediction");
  // @ts-expect-error: a layer has no prediction, and not under not either
  refuses(() => expect(dense(4, 3)).not.toPassGradcheck({ prediction: [2, 4] }), "prediction");
  // @ts-expect-error: a model needs its target and its loss
  refuses(() => expect(model).toPassGradcheck({ input: [4, 3] }), "loss is missing");
  // @ts-expect-error: a loss has no input
  refuses(() => expect(meanSquaredError()).toPassGradcheck({ input: [2, 2] }), "input");
  // @ts-expect-error: a function takes the options of every check alone
  refuses(() => expect(cube).toPassGradcheck({ upstream: [1] }), "upstream");
  // @ts-expect-error: a map has no input
  refuses(() => expect(linear()).toPassGradcheck({ input: [1] }), "input");
  // @ts-expect-error: a number has no gradients
  refuses(() => expect(3).toPassGradcheck({}), "expected a layer");
});
