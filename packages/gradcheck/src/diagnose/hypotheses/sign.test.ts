import { negate } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { linear, scaled, spoil, withEntry } from "../../../test/fixtures.ts";
import { sign } from "./sign.ts";

test("ascent for descent", () => {
  const found = judged(
    sign,
    spoil(linear(), ({ W }) => ({ W: negate(W) })),
    "W",
  );
  expect(found).toMatchObject({ kind: "sign", factor: -1 });
  expect(found?.unexplained).toBeLessThan(1e-8);
});

test("silent for another factor, and when one entry has the right sign", () => {
  const other = spoil(linear(), ({ W }) => ({ W: scaled(W, -1.001) }));
  expect(judged(sign, other, "W")).toBeUndefined();
  const partly = spoil(linear(), ({ W }) => ({ W: withEntry(negate(W), 0, (x) => -x) }));
  expect(judged(sign, partly, "W")).toBeUndefined();
});
