// Whether gradients at kinks are those of one piece beside them.
import { expect, test } from "vitest";
import { around } from "../../test/around.ts";
import { sharedWithPiece } from "./piece-beside.ts";

/** x² from 1 on, and 3 x - 2 before. */
const f = (x: number) => (x >= 1 ? x * x : 3 * x - 2);
const slope = (x: number) => (x >= 1 ? 2 * x : 3);

test("the gradient of a curved piece is compared where it meets the point", () => {
  const { meter, surroundings, analytic } = around([1], ([x]) => [f(x)], { gradient: ([x]) => [slope(x)] });
  const share = (gradient: number) =>
    sharedWithPiece(
      meter,
      Float64Array.of(gradient),
      [0],
      surroundings,
      () => 1,
      () => 1e-7,
    );
  expect(analytic[0]).toBe(2);
  expect(share(2)).toEqual([0]);
  expect(share(2 + 1e-6)).toEqual([]);
  // Nor is what lies between the pieces that of one.
  expect(share(2.5)).toEqual([]);
});

test("what is left over is left by a thirty-second of the first move at most", () => {
  // The slope of relu(a) grows where b, c and others are farther away than that.
  const far = 2 ** -20;
  const grown = (others: Float64Array) => others.reduce((sum, x) => sum + Math.max(Math.abs(x) - far, 0), 1);
  const { meter, surroundings, analytic } = around(
    new Array<number>(9).fill(0),
    ([a, ...others]) => [Math.max(a, 0) * grown(Float64Array.from(others))],
    { gradient: ([a, ...others]) => [a >= 0 ? grown(Float64Array.from(others)) : 0, ...others.map(() => 0)] },
  );
  const share = sharedWithPiece(
    meter,
    analytic,
    [0],
    surroundings,
    () => 1,
    () => 1e-9,
  );
  expect(share).toEqual([0]);
});
