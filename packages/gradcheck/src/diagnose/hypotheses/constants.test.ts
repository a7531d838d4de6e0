import { map, multiply, subtract, sum, tensor, zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { normal, type Subject } from "../../../test/fixtures.ts";
import { constants } from "./constants.ts";

const labels = [0, 2, 1, 1, 0];

/** Σ exp z - t z, with targets t that are smoothed in the value alone. */
const smoothed = (term: (isLabel: boolean, k: number) => number): Subject => ({
  tensors: { z: normal([5, 3]) },
  forward: ({ z }) => {
    const t = map(zeros([5, 3]), () => 0.1);
    for (const [n, label] of labels.entries()) t.set(n, label, 0.8);
    return [tensor(sum(subtract(map(z, Math.exp), multiply(t, z)))), undefined];
  },
  backward: (_dy, _, { z }) => {
    const dz = map(z, Math.exp);
    for (let n = 0; n < 5; n++)
      for (let c = 0; c < 3; c++) dz.set(n, c, dz.get(n, c) - term(labels[n] === c, 3 * n + c));
    return { z: dz };
  },
});

test("one constant for labels, another for the rest", () => {
  const found = judged(
    constants,
    smoothed((isLabel) => (isLabel ? 1 : 0)),
    "z",
  );
  expect(found?.kind).toBe("missing-term");
  expect(found?.message).toContain("takes only 2 values, -0.1 in 10 entries, 0.2 in 5 entries");
});

test("silent for a difference of its own in each entry", () => {
  const found = judged(
    constants,
    smoothed((isLabel, k) => (isLabel ? 1 : Math.sin(k))),
    "z",
  );
  expect(found).toBeUndefined();
});
