import { createModel, tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { dense, meanSquaredError } from "../../../layers/src/index.ts";
import { linear } from "../../test/fixtures.ts";
import { gradcheck, gradcheckFunction, gradcheckHessian, gradcheckLoss, gradcheckMap } from "../index.ts";

class Scale {
  gain = 2;
  forward() {}
  backward() {}
}

const f = { theta: [1], value: () => 1, gradient: () => [0] };
const expected = {
  gradcheck: "a layer or a model",
  gradcheckLoss: "a loss",
  gradcheckFunction: "a function { theta, value, gradient }",
  gradcheckHessian: "a gradient with its Hessian { theta, gradient, hessianProduct or hessian }",
  gradcheckMap: "a map { tensors, forward, backward }",
};
const verbs = { gradcheck, gradcheckLoss, gradcheckFunction, gradcheckHessian, gradcheckMap } as unknown as {
  [verb: string]: (subject: unknown, options?: object) => unknown;
};

test.each(Object.entries(expected))("%s refuses what another verb checks, and names that", (verb, words) => {
  const subjects: [unknown, string, string][] = [
    [dense(4, 3), "gradcheck", "a layer"],
    [createModel(dense(4, 3)), "gradcheck", "a model"],
    [meanSquaredError(), "gradcheckLoss", "a loss"],
    [f, "gradcheckFunction", "a function { theta, value, gradient }"],
    [
      { theta: [1], gradient: () => [0], hessian: () => [[0]] },
      "gradcheckHessian",
      "a gradient with its Hessian { theta, gradient, hessianProduct or hessian }",
    ],
    [linear(), "gradcheckMap", "a map { tensors, forward, backward }"],
  ];
  for (const [subject, right, what] of subjects)
    if (right !== verb)
      expect(() => verbs[verb](subject, {})).toThrow(
        `${verb}: expected ${words}, got ${what}: check it with ${right}`,
      );
});

test.each(Object.entries(expected))("%s says of a factory that it must be called", (verb, words) => {
  const refused = (subject: unknown) => expect(() => verbs[verb](subject, {}));
  refused(dense).toThrow(`${verb}: expected ${words}, got the function dense; call it: dense(...)`);
  refused(meanSquaredError).toThrow("got the function meanSquaredError; call it: meanSquaredError(...)");
  refused(
    (
      () => () =>
        0
    )(),
  ).toThrow(`${verb}: expected ${words}, got a function: call it`);
});

test("anything else is named by its parts", () => {
  const passes = { forward: () => 0, backward: () => 0 };
  expect(() => gradcheckMap(passes as never)).toThrow(/got \{ forward, backward \}$/);
  expect(() => verbs.gradcheck(passes, {})).toThrow(/got \{ forward, backward \}$/);
  expect(() => verbs.gradcheck(new Scale(), {})).toThrow(/got an object of the class Scale$/);
  expect(() => verbs.gradcheck({}, {})).toThrow(/got \{\}$/);
  expect(() => gradcheckMap(tensor([1]) as never)).toThrow(/got an object of the class /);
  expect(() => gradcheckMap(undefined as never)).toThrow(/^gradcheckMap: expected a map .*, got undefined$/);
});

test("the loss of a model is a loss, and called", () => {
  const check = (loss: unknown) => () =>
    gradcheck(createModel(dense(3, 2)), { input: [4, 3], target: [[1, 2]], loss: loss as never });
  expect(check(undefined)).toThrow("gradcheck: loss is missing: a model is checked against its loss");
  expect(check(meanSquaredError)).toThrow(
    "gradcheck: loss: expected a loss, got the function meanSquaredError; call it: meanSquaredError(...)",
  );
  expect(check(dense(2, 2))).toThrow(
    "gradcheck: loss: expected a loss, got a layer: check it with gradcheck",
  );
});

test("a member that nobody reads is refused, an option as one", () => {
  const refused = (verb: string, subject: object) => expect(() => verbs[verb](subject, {}));
  const words = "a function { theta, value, gradient }";
  refused("gradcheckFunction", { ...f, epsilon: 1 }).toThrow(
    `gradcheckFunction: unknown member "epsilon" of ${words}, which is an option: gradcheckFunction(subject, { epsilon: ... })`,
  );
  refused("gradcheckFunction", { ...f, part: {} }).toThrow(`of ${words}, did you mean "parts"?`);
  refused("gradcheckMap", { ...linear(), upstream: 1 }).toThrow(
    'gradcheckMap: unknown member "upstream" of a map { tensors, forward, backward }, which is an option',
  );
  refused("gradcheckMap", { ...linear(), somethingElse: 1 }).toThrow(/backward \}$/);
});

test("an object of a class may have members of its own", () => {
  class Linear {
    readonly tensors = linear().tensors;
    readonly calls = 0;
    readonly forward = linear().forward;
    readonly backward = linear().backward;
  }
  expect(gradcheckMap(new Linear()).verdict).toBe("pass");
});
