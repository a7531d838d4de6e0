import { expect, test } from "vitest";
import { meanSquaredError } from "../../test/fixtures.ts";
import { defineLoss, tensor, toArray } from "../index.ts";

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

test("an error in a factory begins with the factory's name", () => {
  const refusing = defineLoss("refusing", () => {
    throw new Error("no passes");
  });
  expect(refusing).toThrow(new Error("refusing: no passes"));
});
