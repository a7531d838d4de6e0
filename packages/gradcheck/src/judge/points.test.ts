import { expect, test } from "vitest";
import { gradcheckFunction, toText } from "../index.ts";

/** x³ with a gradient that is right at 1 alone. */
const cube = (points: number, elsewhere = 0) =>
  gradcheckFunction(
    {
      theta: [1],
      value: ([x]) => x ** 3,
      gradient: ([x]) => [x === 1 ? 3 : elsewhere],
    },
    { points },
  );

test("a gradient that is wrong at another point fails, and the picture is of that point", () => {
  const report = cube(2);
  expect(report.verdict, toText(report)).toBe("fail");
  expect(report.tensors[0].worst[0].analytic).toBe(0);
  // There backprop says 0: at every step all of the slope is the error.
  const [{ role, errors }] = report.curves;
  expect(role).toBe("worst");
  expect(Math.min(...errors)).toBeGreaterThan(1);
});

test("one that is wrong at every point is pictured at the given one", () => {
  const wrong = gradcheckFunction(
    { theta: [1], value: ([x]) => x ** 3, gradient: ([x]) => [x === 1 ? 0 : 1e3] },
    { points: 2 },
  );
  const [{ errors }] = wrong.curves;
  expect(Math.min(...errors)).toBeLessThan(10);
});
