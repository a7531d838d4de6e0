import { tensor } from "@nudge/core";
import { expect, test } from "vitest";
import { hardNumbers } from "../../test/foreign-subjects.ts";
import { namedOf, tensorOf, wireOf } from "./protocol.ts";

const sent = (value: unknown) => JSON.parse(JSON.stringify(value));

test("all float64 numbers arrive as the same bits, at any place of any shape", () => {
  const numbers = hardNumbers();
  const x = tensorOf("x", sent(wireOf(tensor(numbers))));
  expect(x.data.length).toBe(numbers.length);
  for (const [i, value] of numbers.entries()) expect(x.data[i]).toBe(value);
  for (const y of [
    tensor(3),
    tensor([
      [1, 2, 3],
      [4, 5, -0],
    ]).transpose(1, 0),
    tensor([], [0, 2]),
  ]) {
    const { shape, data } = wireOf(y) as { shape: number[]; data: unknown[] };
    expect(shape).toEqual(y.shape);
    expect(data).toHaveLength(y.size);
  }
  expect(
    wireOf(
      tensor([
        [1, 2],
        [3, 4],
      ]).transpose(1, 0),
    ),
  ).toEqual({ shape: [2, 2], data: [1, 3, 2, 4] });
});

test("tensors travel by name too", () => {
  const named = { hidden: tensor([1, 2]), data: tensor(3), shape: tensor([4]) };
  const wire = sent(wireOf(named));
  expect(wire).toEqual({
    hidden: { shape: [2], data: [1, 2] },
    data: { shape: [], data: [3] },
    shape: { shape: [1], data: [4] },
  });
  expect(wireOf(namedOf("y", wire))).toEqual(wire);
});

test.each([
  [undefined, "y must be an object, got undefined"],
  [[1], "y must be an object, got an array of 1"],
  [{ data: [1] }, "y.shape must be a list of lengths, got undefined"],
  [{ shape: [-1], data: [] }, "y.shape must be a list of lengths, got [-1]"],
  [{ shape: [2] }, "y.data must be a list, got undefined"],
  [{ shape: [2, 2], data: [1, 2, 3] }, "y has 3 numbers, which do not fill its shape [2, 2]"],
  [
    { shape: [2], data: [1, null] },
    'y.data[1] must be a number, or "NaN", "Infinity", "-Infinity" or "-0", got null',
  ],
  [{ shape: [1], data: ["7"] }, /y\.data\[0\] must be .*, got "7"/],
])("what is no tensor is refused: %j", (value, message) => {
  expect(() => tensorOf("y", value)).toThrow(message);
});
