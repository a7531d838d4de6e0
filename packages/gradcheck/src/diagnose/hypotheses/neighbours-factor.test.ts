import { zeros } from "@nudge/core";
import { expect, test } from "vitest";
import { judged } from "../../../test/evidence.ts";
import { normal, type Subject } from "../../../test/fixtures.ts";
import { neighboursFactor } from "./neighbours-factor.ts";

/** y_j = x_j / s_j with s_j = 1 + Σ x_i² over entries up to `reach` away; of each path i to j, `pair` is x_i x_j. */
function responses(length: number, reach: number, pair: (xi: number, xj: number) => number): Subject {
  const near = (j: number) => Array.from({ length }, (_, i) => i).filter((i) => Math.abs(i - j) <= reach);
  return {
    tensors: { x: normal([length]) },
    forward({ x }) {
      const s = Array.from({ length }, (_, j) => near(j).reduce((sum, i) => sum + x.get(i) ** 2, 1));
      const y = zeros([length]);
      for (const [j, sum] of s.entries()) y.set(j, x.get(j) / sum);
      return [y, s];
    },
    backward(dy, s, { x }) {
      const dx = zeros([length]);
      for (const [j, sum] of (s as number[]).entries())
        for (const i of near(j)) {
          const own = i === j ? 1 / sum : 0;
          dx.set(i, dx.get(i) + dy.get(j) * (own - (2 * pair(x.get(i), x.get(j))) / sum ** 2));
        }
      return { x: dx };
    },
  };
}

test.each([
  [5, 1],
  [6, 5],
])("%i entries, normalised by those up to %i away", (length, reach) => {
  const said = (pair: (xi: number, xj: number) => number) =>
    judged(neighboursFactor, responses(length, reach, pair), "x");
  expect(said((_, xj) => xj * xj)).toMatchObject({
    kind: "factor",
    message: expect.stringContaining("the factor x_j² for x_i x_j"),
  });
  expect(said((xi) => xi * xi)?.message).toContain("the factor x_i² for x_i x_j");
  expect(said((xi, xj) => xi * Math.abs(xj))).toBeUndefined();
  expect(said((xi, xj) => 2 * xi * xj)).toBeUndefined();
});

test("by the output, as of a softmax", () => {
  const softmax: Subject = {
    tensors: { x: normal([4]) },
    forward({ x }) {
      const y = zeros([4]);
      const sum = [0, 1, 2, 3].reduce((total, i) => total + Math.exp(x.get(i)), 0);
      for (let i = 0; i < 4; i++) y.set(i, Math.exp(x.get(i)) / sum);
      return [y, y];
    },
    backward(dy, cache) {
      const y = cache as ReturnType<typeof zeros>;
      const dx = zeros([4]);
      for (let i = 0; i < 4; i++)
        for (let j = 0; j < 4; j++)
          dx.set(i, dx.get(i) + dy.get(j) * ((i === j ? y.get(j) : 0) - y.get(j) ** 2));
      return { x: dx };
    },
  };
  expect(judged(neighboursFactor, softmax, "x")?.message).toContain(
    "y_j² for y_i y_j, with y for the output",
  );
});
