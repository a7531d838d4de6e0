import { copy, mean, sum } from "@nudge/core";
import { expect, test } from "vitest";
import { judged, squareLinear } from "../../../test/evidence.ts";
import { spoil } from "../../../test/fixtures.ts";
import { wrongSum } from "./wrong-sum.ts";

test.each([
  ["sum", sum],
  ["mean", mean],
] as const)("the %s over the features in the place of the batch", (what, reduce) => {
  const subject = spoil(squareLinear(), (_, dy) => ({ b: reduce(dy, 1) }));
  const found = judged(wrongSum, subject, "b");
  expect(found?.kind).toBe("wrong-axis");
  expect(found?.message).toContain(`backprop is the ${what} over axis 1 of the output`);
});

test("silent for a row of the right sum", () => {
  const subject = spoil(squareLinear(), (_, dy) => ({ b: copy(dy.pick(null, 0)) }));
  expect(judged(wrongSum, subject, "b")).toBeUndefined();
});
