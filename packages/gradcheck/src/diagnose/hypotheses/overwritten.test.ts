import { type Tensor, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { judged, valuesAt } from "../../../test/evidence.ts";
import { normal, type Subject, scaled, spoil } from "../../../test/fixtures.ts";
import { overwritten } from "./overwritten.ts";

const ids = [1, 3, 1, 4, 1, 0];

/** y_i = E[ids_i] */
const lookup = (gather: (dE: Tensor, id: number, j: number, d: number) => void): Subject => ({
  tensors: { E: normal([5, 3]) },
  forward: ({ E }) => [valuesAt([6, 3], (i, j) => E.get(ids[i], j)), undefined],
  backward: (dy) => {
    const E = zeros([5, 3]);
    for (const [i, id] of ids.entries()) for (let j = 0; j < 3; j++) gather(E, id, j, dy.get(i, j));
    return { E };
  },
});

const right = lookup((dE, id, j, d) => dE.set(id, j, dE.get(id, j) + d));

test("= for +=", () => {
  const found = judged(
    overwritten,
    lookup((dE, id, j, d) => dE.set(id, j, d)),
    "E",
  );
  expect(found?.kind).toBe("missing-sum");
  expect(found?.message).toContain("only the last of the contributions");
});

test("silent for another mistake in the same rows", () => {
  const subject = spoil(right, ({ E }) => ({ E: scaled(E, 2) }));
  expect(judged(overwritten, subject, "E")).toBeUndefined();
});
