import fc from "fast-check";
import { expect, test } from "vitest";
import { adviceOnShape } from "./gradient-shape.ts";

test.each([
  ["axes that broadcasting added are to be summed over", [4, 3], [3], ": sum over axis 0"],
  ["in the middle too", [2, 3, 5, 7], [3], ": sum over axes 0, 2 and 3"],
  ["to a scalar too", [4, 3], [], ": sum over axes 0 and 1"],
  ["without a number where more than one would fit", [3, 3], [3], ": sum over one axis"],
  ["of several too", [3, 3, 3], [3], ": sum over the axes that are too many"],
  ["axes of 1 are dropped", [1, 3], [3], ": drop axis 0"],
  ["whichever of them", [1, 1, 3], [1, 3], ": drop axis 0"],
  ["an axis of 1 is one that is kept", [4, 3], [1, 3], ": sum over axis 0, which stays as an axis of 1"],
  ["a transpose has its axes in another order", [3, 2], [2, 3], ": its axes are in another order"],
  ["as many entries", [6], [2, 3], ": reshape it"],
  ["nothing fits", [4, 2], [3, 2], ""],
  ["nothing fits an axis less", [2], [3], ""],
  ["axes without end", new Array(60).fill(2), [2], ""],
])("%s", (_, got, wanted, advice) => {
  expect(adviceOnShape(got, wanted)).toBe(advice);
});

test("axes that are named leave the shape that is wanted, and no others would", () => {
  const shape = fc.array(fc.integer({ min: 2, max: 4 }), { minLength: 1, maxLength: 5 });
  fc.assert(
    fc.property(shape, fc.integer({ min: 1, max: 31 }), (got, chosen) => {
      const wanted = got.filter((_, axis) => !((chosen >> axis) & 1));
      fc.pre(wanted.length < got.length);
      const advice = adviceOnShape(got, wanted);
      if (!/\d/.test(advice)) return;
      const named = [...advice.matchAll(/\d+/g)].map(([axis]) => Number(axis));
      expect(named).toEqual(got.flatMap((_, axis) => ((chosen >> axis) & 1 ? [axis] : [])));
    }),
  );
});
