import { expect, test } from "vitest";
import { meanSquaredError } from "../../test/fixtures.ts";
import { cast, defineLoss, exp, type Loss, type Output, type Tensor, tensor, toArray } from "../index.ts";

test("a loss gives a number and the gradient of its prediction", () => {
  const loss = meanSquaredError();
  const [value, cache] = loss.forward(tensor([[1, 5]]), tensor([[0, 2]]));
  expect(value).toBe(5);
  expect(toArray(loss.backward(cache))).toEqual([[1, 3]]);
});

const failing = defineLoss("failing", (_margin: number, _options: { power?: number } = {}) => ({
  forward: () => {
    throw new Error("no forward");
  },
  backward: () => {
    throw new Error("no backward");
  },
}));

test("a loss prints as code", () => {
  expect(`${failing(1, { power: 2 })}`).toBe("failing(1, { power: 2 })");
  expect(failing(1)).toMatchObject({ name: "failing", args: [1] });
});

test("errors in both passes begin with the loss", () => {
  const loss = failing(2);
  expect(() => loss.forward(tensor([1]), [1])).toThrow(new Error("failing(2): no forward"));
  expect(() => loss.backward(undefined as never)).toThrow(new Error("failing(2): no backward"));
});

test("a definition gets its target as a tensor of the prediction's precision, and a tensor as it is", () => {
  const seen: Tensor[] = [];
  const spy = defineLoss("spy", () => ({
    forward: (prediction: Output, target) => {
      seen.push(target);
      return [0, prediction];
    },
    backward: (prediction) => prediction as never,
  }))() as Loss<unknown, Output>;
  const single = cast(tensor([[1, 2]]), "float32");
  const given = tensor([[3, Number.NaN]]);
  spy.forward(single, [1, 0]);
  spy.forward({ a: single }, Int32Array.of(2));
  spy.forward(tensor([1]), [[1, 2], Float32Array.of(3, 4)]);
  spy.forward(single, given);
  expect(seen.slice(0, 3).map((t) => [t.dtype, toArray(t)])).toEqual([
    ["float32", [1, 0]],
    ["float32", [2]],
    [
      "float64",
      [
        [1, 2],
        [3, 4],
      ],
    ],
  ]);
  expect(seen[3]).toBe(given);
});

test.each<[unknown, string]>([
  [null, "expected target as a tensor or nested arrays, got null"],
  [["a"], 'target row 0 is "a", not a number'],
  [[[1, 2], [3]], "target row 1 has 1 values, row 0 has 2"],
  [[1, Number.NaN], "target row 1 is NaN"],
])("a target of %o is refused in the name of the loss", (target, message) => {
  expect(() => meanSquaredError().forward(tensor([[1, 2]]), target as never)).toThrow(
    new Error(`meanSquaredError(): ${message}`),
  );
});

test("a loss says how predictions become probabilities, or does not", () => {
  const logits = tensor([[0, 1]]);
  const passes = { forward: () => [0, 0] as const, backward: () => logits };
  expect(meanSquaredError().probabilities).toBeUndefined();
  const exponential = defineLoss("exponential", () => ({ ...passes, probabilities: exp }));
  expect(toArray(exponential().probabilities!(logits))).toEqual([[1, Math.E]]);
  const refusing = defineLoss("refusing", () => ({
    ...passes,
    probabilities: () => {
      throw new Error("none");
    },
  }));
  expect(() => refusing().probabilities!(logits)).toThrow(new Error("refusing(): none"));
  const wrong = defineLoss("wrong", () => ({ ...passes, probabilities: 1 as never }));
  expect(() => wrong()).toThrow(new Error("wrong(): probabilities must be a function, got 1"));
});

test("an error in a factory begins with the factory's name", () => {
  const refusing = defineLoss("refusing", () => {
    throw new Error("no passes");
  });
  expect(refusing).toThrow(new Error("refusing: no passes"));
});
