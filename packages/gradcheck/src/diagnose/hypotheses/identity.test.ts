import { expect, test } from "vitest";
import { rosenbrock, saidOfBoth } from "../../../test/hessians.ts";

const shifted = (shift: (i: number) => number) => (x: Float64Array) =>
  rosenbrock.hessian(x).map((row, i) => row.map((h, j) => (i === j ? h + shift(i) : h)));

test.each([
  ["missing from", -3],
  ["too much in", 3],
])("a multiple of the identity is %s H", (what, shift) => {
  for (const [first] of saidOfBoth(
    rosenbrock,
    shifted(() => shift),
  ))
    expect(first).toContain(`3 times the identity is ${what} H`);
});

test("silent where the diagonal is off by different numbers", () => {
  const [whole, product] = saidOfBoth(
    rosenbrock,
    shifted((i) => i + 1),
  );
  expect(whole.join()).not.toContain("identity");
  expect(product.join()).not.toContain("identity");
});
