import { expect, test } from "vitest";
import { saidOfBoth } from "../../../test/hessians.ts";

// f = ½ r², r = x² + x y + y² - 4: H = J Jᵀ + r [2, 1; 1, 2] with J = (2 x + y, x + 2 y), and Gauss-Newton's is J Jᵀ
const theta = [0.5, 0.3];
const r = ([x, y]: Float64Array) => x * x + x * y + y * y - 4;
const slopes = ([x, y]: Float64Array) => [2 * x + y, x + 2 * y];
const gradient = (x: Float64Array) => Float64Array.from(slopes(x), (J) => J * r(x));
const gaussNewton = (x: Float64Array) => slopes(x).map((a) => slopes(x).map((b) => a * b));

test("Gauss-Newton in place of the Hessian, where that is not definite", () => {
  const [whole, product] = saidOfBoth({ theta, gradient }, gaussNewton);
  const definite = (name: string) =>
    expect.stringMatching(`xᵀH x is never below 0 in ${name}, and by the slopes it may be`);
  expect(whole).toContainEqual(definite("hessian"));
  expect(product).toContainEqual(definite("theta × theta"));
});

test("silent where the Hessian is as definite: nothing can be told", () => {
  // At (2, 1.5) r is above 0.
  expect(saidOfBoth({ theta: [2, 1.5], gradient }, gaussNewton).join()).not.toContain("never below 0");
});
