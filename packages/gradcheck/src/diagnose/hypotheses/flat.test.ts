import { map, multiply } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { normal, pointwise, type Subject } from "../../../test/fixtures.ts";
import { flat } from "./flat.ts";

test("a straight-through estimator, and another gradient of what moves in steps", () => {
  const straight = pointwise(Math.floor, () => 1, normal([3, 4]));
  expect(judged(flat, straight, "x")).toMatchObject({
    kind: "missing-term",
    message: expect.stringContaining(
      "the upstream gradient, straight through: if it is meant as a surrogate",
    ),
  });
  const clipped = pointwise(Math.sign, (x) => (Math.abs(x) < 1 ? 1 : 0), normal([9]));
  expect(judged(flat, clipped, "x")?.message).toContain("backprop is not 0");
});

test("a tensor that is rounded before it is multiplied", () => {
  const subject: Subject = {
    tensors: { x: normal([5]), s: normal([5], 2) },
    forward: ({ x, s }) => [multiply(map(x, Math.floor), s), undefined],
    backward: (dy, _, { x, s }) => ({ x: multiply(dy, s), s: multiply(dy, map(x, Math.floor)) }),
  };
  expect(judged(flat, subject, "x")?.message).toContain("forward is flat in x");
  expect(judged(flat, subject, "s")).toBeUndefined();
});

test("silent where the slope is 0 in some entries only", () => {
  const subject = pointwise((x) => Math.max(0, x), Math.abs, normal([3, 4]));
  expect(judged(flat, subject, "x")).toBeUndefined();
});
