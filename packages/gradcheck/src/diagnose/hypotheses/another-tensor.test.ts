import { expect, test } from "vitest";
import { judged, squareLinear } from "../../../test/evidence.ts";
import { spoil } from "../../../test/fixtures.ts";
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
