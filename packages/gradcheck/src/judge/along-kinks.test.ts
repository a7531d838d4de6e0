import { expect, test } from "vitest";
import { around } from "../../test/around.ts";
import { standAlong } from "./along-kinks.ts";

type F = (x: Float64Array) => readonly number[];

/** How a gradient stands at a point of zeros where all entries move by 1. */
const standing = (f: F, gradient: readonly number[], threshold = 1e-7) => {
  const { meter, surroundings, analytic } = around(
    gradient.map(() => 0),
    f,
    { gradient: () => gradient },
  );
  const move = new Map(gradient.map((_, i) => [i, 1]));
  return standAlong(meter, analytic, move, surroundings, () => threshold);
};
const largest: F = (x) => [Math.max(...x)];
const crossing: F = ([a, b]) => [Math.abs(a) - Math.abs(b)];

test.each<[string, F, readonly number[], string]>([
  ["the whole of it to one", largest, [1, 0, 0], "inside"],
  ["shares", largest, [0.5, 0.25, 0.25], "inside"],
  ["all of it to each", largest, [1, 1, 1], "outside"],
  ["none at all", largest, [0, 0, 0], "outside"],
  ["a little too much", largest, [1.001, 0, 0], "outside"],
  ["between the sides of a length", (x) => [Math.hypot(...x)], [0.5, 0.2], "inside"],
  ["beyond them", (x) => [Math.hypot(...x)], [1, 0.5], "outside"],
  ["kinks of both signs, a side of each", crossing, [1, 1], "mixed"],
  ["kinks of both signs, and more than a mixture of them", crossing, [40, 40], "outside"],
])("%s", (_, f, gradient, expected) => {
  expect(standing(f, gradient).standing).toBe(expected);
});

test("what is claimed, and between which slopes it should be", () => {
  const { claimed, lower, upper } = standing(([a, b]) => [Math.max(a, 0) + 3 * Math.max(b, 0)], [1, 1]);
  expect(claimed).toBe(2);
  expect(lower).toBeCloseTo(0, 9);
  expect(upper).toBeCloseTo(4, 9);
});

test("within the threshold of its terms a gradient is not outside", () => {
  expect(standing(largest, [1.001, 0, 0], 1e-2).standing).toBe("inside");
});

test("what bends, or has its kink beside the point, is not outside", () => {
  expect(standing(([a, b]) => [a + b + 30 * a * a], [1, 1]).standing).toBe("inside");
  expect(standing(([a, b]) => [a + b + Math.max(a - 2 ** -16, 0)], [1, 1]).standing).toBe("inside");
});

test("where rounding hides nothing, one step says that a gradient is inside", () => {
  const { sandbox, meter, surroundings, analytic } = around([0, 0], largest, { gradient: () => [1, 0] });
  const before = sandbox.evaluations;
  standAlong(
    meter,
    analytic,
    new Map([
      [0, 1],
      [1, 1],
    ]),
    surroundings,
    () => 1e-7,
  );
  expect(sandbox.evaluations - before).toBe(2);
});
