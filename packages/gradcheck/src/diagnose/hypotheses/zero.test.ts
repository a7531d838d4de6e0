import { zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { linear, spoil, withEntry } from "../../../test/fixtures.ts";
import { zero } from "./zero.ts";

test("a gradient that is never written", () => {
  const found = judged(
    zero,
    spoil(linear(), () => ({ b: zeros([2]) })),
    "b",
  );
  expect(found).toMatchObject({ kind: "zero", factor: 0, unexplained: 0 });
  expect(found?.message).toContain("nothing reaches b");
});

test("silent when one entry is something", () => {
  const almost = spoil(linear(), ({ b }) => ({ b: withEntry(b, 0, () => 0) }));
  expect(judged(zero, almost, "b")).toBeUndefined();
});
