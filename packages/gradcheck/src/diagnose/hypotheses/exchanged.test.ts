import { map } from "@nudge/core";
import { expect, test } from "vitest";
import { judged, squareLinear, valuesAt } from "../../../test/evidence.ts";
import { normal, spoil, withEntry } from "../../../test/fixtures.ts";
import { exchanged } from "./exchanged.ts";

test("two entries have each other's values", () => {
  const subject = spoil(squareLinear(), ({ W }) => ({
    W: withEntry(
      withEntry(W, 3, () => W.get(2, 1)),
      9,
      () => W.get(0, 3),
    ),
  }));
  const found = judged(exchanged, subject, "W");
  expect(found).toMatchObject({ kind: "permuted", unexplained: 0 });
  expect(found?.message).toContain("W[0, 3] and W[2, 1]");
});

test("right values in an order without a name", () => {
  const order = [5, 0, 7, 2, 1, 3, 6, 4];
  const subject = spoil(squareLinear(), ({ W }) => ({
    W: valuesAt([4, 4], (i, j) =>
      i < 2 ? W.get(Math.floor(order[4 * i + j] / 4), order[4 * i + j] % 4) : W.get(i, j),
    ),
  }));
  expect(judged(exchanged, subject, "W")?.message).toContain("7 wrong entries");
});

test("silent for other values, and for a mask in the wrong place", () => {
  const other = spoil(squareLinear(), () => ({ W: normal([4, 4], 7) }));
  expect(judged(exchanged, other, "W")).toBeUndefined();
  const ones = spoil(squareLinear(), ({ W }) => ({ W: map(W, (x) => (x > 0 ? 0 : 1)) }));
  expect(judged(exchanged, ones, "W")).toBeUndefined();
});
