import { expect, test } from "vitest";
import { disagreement } from "./agreement.ts";
import type { Player } from "./player.ts";

const player: Player = { name: "some", dtype: "float64", kind: "softmax", command: [] };

test("losses that rounding explains agree, and others are named with their step", () => {
  expect(disagreement(player, [2, 1 + 1e-12], [2, 1])).toBeUndefined();
  expect(disagreement(player, [2, 1 + 1e-6], [2, 1])).toBe("loss 1.000001 in step 2, which should be 1");
  expect(disagreement({ ...player, dtype: "float32" }, [2, 1 + 1e-6], [2, 1])).toBeUndefined();
});

test("a loss that is missing or no number does not agree", () => {
  expect(disagreement(player, [2], [2, 1])).toContain("step 2");
  expect(disagreement(player, [Number.NaN, 1], [2, 1])).toContain("step 1");
});
