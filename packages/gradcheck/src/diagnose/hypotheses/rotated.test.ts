import { expect, test } from "vitest";
import { judged, squareLinear } from "../../../test/evidence.ts";
import { spoil } from "../../../test/fixtures.ts";
import { rotated } from "./rotated.ts";

test("turned round in both axes", () => {
  const subject = spoil(squareLinear(), ({ W }) => ({ W: W.step(-1, -1) }));
  const found = judged(rotated, subject, "W");
  expect(found?.kind).toBe("permuted");
  expect(found?.message).toContain("180 degrees");
});

test("silent when turned round in one", () => {
  const subject = spoil(squareLinear(), ({ W }) => ({ W: W.step(-1, 1) }));
  expect(judged(rotated, subject, "W")).toBeUndefined();
});
