import { expect, test } from "vitest";
import { evidenceOf, squareLinear, valuesAt } from "../../../test/evidence.ts";
import { spoil } from "../../../test/fixtures.ts";
import { scaledSlices } from "./scaled-slices.ts";

const spoiled = (factors: readonly number[], noise = 0) =>
  evidenceOf(
    spoil(squareLinear(), ({ W }) => ({
      W: valuesAt([4, 4], (i, j) => factors[i] * W.get(i, j) + noise * (factors[i] - 1) * j),
    })),
    "W",
  );

test("rows that are weighted, beside one that is not", () => {
  const found = scaledSlices(spoiled([2, 1, 0.5, 3]));
  expect(found?.kind).toBe("support");
  expect(found?.message).toContain(
    "wrong only in rows 0, 2 and 3; backprop there = c × numeric, with c = 2 or 0.5 or 3",
  );
});

test("silent when all are, and when they are not constant", () => {
  expect(scaledSlices(spoiled([2, 4, 0.5, 3]))).toBeUndefined();
  expect(scaledSlices(spoiled([2, 1, 0.5, 3], 0.01))).toBeUndefined();
});
