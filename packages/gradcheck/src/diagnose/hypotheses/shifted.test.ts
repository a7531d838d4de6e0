import { expect, test } from "vitest";
import { judged, squareLinear, valuesAt } from "../../../test/evidence.ts";
import { spoil } from "../../../test/fixtures.ts";
import { shifted } from "./shifted.ts";

test("a slice that starts one place too early, with anything at the end", () => {
  const subject = spoil(squareLinear(), ({ x }) => ({
    x: valuesAt([4, 4], (i, j) => (j === 0 ? 0.123 : x.get(i, j - 1))),
  }));
  const found = judged(shifted, subject, "x");
  expect(found?.kind).toBe("permuted");
  expect(found?.message).toContain("shifted by 1 place towards the end along axis 1");
});
