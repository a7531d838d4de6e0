import { add, full } from "@nudge/core";
import { expect, test } from "vitest";
import { evidenceOf, judged, squareLinear } from "../../../test/evidence.ts";
import { pointwise, type Subject, spoil } from "../../../test/fixtures.ts";
import { judge } from "../judge.ts";
import { anotherTensor } from "./another-tensor.ts";

test("two gradients have changed places", () => {
  const subject = spoil(squareLinear(), ({ x, W }) => ({ x: W, W: x }));
  expect(judged(anotherTensor, subject, "x")?.message).toContain("the two have changed places");
});

test("one buffer for two gradients", () => {
  const subject = spoil(squareLinear(), ({ W }) => ({ x: W }));
  const found = judged(anotherTensor, subject, "x");
  expect(found?.kind).toBe("permuted");
  expect(found?.message).toContain("share one buffer");
});

test("a tensor in the place of its gradient", () => {
  const said = (subject: Subject) => judged(anotherTensor, subject, "W")?.message;
  const { tensors } = squareLinear();
  expect(said(spoil(squareLinear(), () => ({ W: tensors.W })))).toBe(
    "backprop of W is W itself, and not its gradient",
  );
  expect(said(spoil(squareLinear(), () => ({ W: tensors.x })))).toBe(
    "backprop of W is x, and not its gradient",
  );
  expect(said(spoil(squareLinear(), () => ({ W: add(tensors.W, 1e-3) })))).toBeUndefined();
  // In places it is the right gradient: of a loss that is quadratic there, and linear elsewhere.
  const huber = pointwise(
    (x) => (Math.abs(x) < 1 ? x * x : 2 * Math.abs(x) - 1),
    (x) => 2 * x,
    [0.3, -0.7, 1.9, -2.4, 0.5],
  );
  expect(judge(anotherTensor, evidenceOf(huber, "x", full([5], 0.5)))).toBeUndefined();
});
