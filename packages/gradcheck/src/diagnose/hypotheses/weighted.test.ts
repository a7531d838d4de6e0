import { expect, test } from "vitest";
import { judged, squareLinear, valuesAt } from "../../../test/evidence.ts";
import { spoil } from "../../../test/fixtures.ts";
import { weighted } from "./weighted.ts";

const spoiled = (factors: readonly number[], noise = 0) =>
  judged(
    weighted,
    spoil(squareLinear(), ({ W }) => ({
      W: valuesAt([4, 4], (i, j) => factors[i] * W.get(i, j) + noise * (factors[i] - 1) * j),
    })),
    "W",
  );

test("rows that are weighted, beside one that is not", () => {
  const found = spoiled([2, 1, 0.5, 3]);
  expect(found?.kind).toBe("support");
  expect(found?.message).toContain(
    "wrong only in rows 0, 2 and 3; backprop there = c × numeric, with c = 2 or 0.5 or 3",
  );
});

test("silent when all are, and when they are not constant", () => {
  expect(spoiled([2, 4, 0.5, 3])).toBeUndefined();
  expect(spoiled([2, 1, 0.5, 3], 0.01)).toBeUndefined();
});
