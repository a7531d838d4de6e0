import { copy, tensors, transpose } from "@nudge/core";
import { expect, test } from "vitest";
import { judged, squareLinear } from "../../../test/evidence.ts";
import { linear, spoil } from "../../../test/fixtures.ts";
import { transposed } from "./transposed.ts";

test("the transpose of the right gradient", () => {
  const found = judged(
    transposed,
    spoil(squareLinear(), ({ W }) => ({ W: transpose(W) })),
    "W",
  );
  expect(found?.kind).toBe("transposed");
  expect(found?.unexplained).toBeLessThan(1e-8);
});

test("right values in the memory order of the transpose", () => {
  const subject = spoil(linear(), ({ W }) => ({ W: tensors.reshape(copy(transpose(W)), [3, 2]) }));
  expect(judged(transposed, subject, "W")?.message).toContain("read as [2, 3]");
});
