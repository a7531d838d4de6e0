import { expect, test } from "vitest";
import { judged, squareLinear, valuesAt as tensorOf } from "../../../test/evidence.ts";
import { spoil } from "../../../test/fixtures.ts";
import { reordered } from "./reordered.ts";

test.each([
  ["reverse order", (i: number) => 3 - i],
  ["shifted by 1 towards the start", (i: number) => (i + 1) % 4],
  ["rows are shifted by 2 towards the start", (i: number) => (i + 2) % 4],
  ["rows 1 and 2 have changed places", (i: number) => [0, 2, 1, 3][i]],
])("%s", (said, from) => {
  const subject = spoil(squareLinear(), ({ W }) => ({
    W: tensorOf([4, 4], (i, j) => W.get(from(i), j)),
  }));
  const found = judged(reordered, subject, "W");
  expect(found?.kind).toBe("permuted");
  expect(found?.message).toContain(said);
});

test("silent for an order without a name", () => {
  const cycle = spoil(squareLinear(), ({ W }) => ({
    W: tensorOf([4, 4], (i, j) => W.get([1, 2, 0, 3][i], j)),
  }));
  expect(judged(reordered, cycle, "W")).toBeUndefined();
});
