import { map, matmul } from "@nudge/core";
import { expect, test } from "vitest";
import { judged, squareLinear } from "../../../test/evidence.ts";
import { spoil } from "../../../test/fixtures.ts";
import { adjoint } from "./adjoint.ts";

const subject = squareLinear();

test("dx = dy W for dy Wᵀ", () => {
  const found = judged(
    adjoint,
    spoil(subject, (_, dy) => ({ x: matmul(dy, subject.tensors.W) })),
    "x",
  );
  expect(found?.kind).toBe("transposed");
  expect(found?.unexplained).toBeLessThan(1e-6);
});

test("silent for another matrix", () => {
  const other = map(subject.tensors.W, Math.abs);
  expect(
    judged(
      adjoint,
      spoil(subject, (_, dy) => ({ x: matmul(dy, other) })),
      "x",
    ),
  ).toBeUndefined();
});
