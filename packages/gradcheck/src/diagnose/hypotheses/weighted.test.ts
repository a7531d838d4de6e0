import { expect, test } from "vitest";
import { judged, squareLinear, valuesAt } from "../../../test/evidence.ts";
import { linear, spoil } from "../../../test/fixtures.ts";
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

test("each row by a factor of its own", () => {
  const found = spoiled([0.9999, 0.9998, 0.99991, 0.99995]);
  expect(found?.kind).toBe("factor");
  expect(found?.message).toContain("c × numeric with another c in each row, from 0.9998 to 0.99995: ");
});

test("silent when they are not constant, and of lines that are too short to tell", () => {
  expect(spoiled([0.9, 0.8, 0.7, 0.6], 0.01)).toBeUndefined();
  const short = spoil(linear(), ({ W }) => ({ W: valuesAt([3, 2], (i, j) => (i + 2) * W.get(i, j)) }));
  expect(judged(weighted, short, "W")).toBeUndefined();
  expect(spoiled([2, 1, 0.5, 3], 0.01)).toBeUndefined();
});
