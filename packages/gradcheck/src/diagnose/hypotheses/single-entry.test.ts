import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { linear, spoil, withEntry } from "../../../test/fixtures.ts";
import { singleEntry } from "./single-entry.ts";

test("one entry, by its index and its values", () => {
  const subject = spoil(linear(), ({ W }) => ({ W: withEntry(W, 5, () => 0) }));
  const found = judged(singleEntry, subject, "W");
  expect(found).toMatchObject({ kind: "single-entry", unexplained: 0 });
  expect(found?.message).toMatch(
    /^only W\[2, 1\], the last, of 6 entries is wrong: backprop gives 0, right is/,
  );
});

test("silent for two entries, and for a tensor of one", () => {
  const two = spoil(linear(), ({ W }) => ({
    W: withEntry(
      withEntry(W, 5, () => 0),
      1,
      () => 0,
    ),
  }));
  expect(judged(singleEntry, two, "W")).toBeUndefined();
});
